using System.Collections.Concurrent;

namespace BatchWorkflow.TestKit.Scripted;

/// <summary>
/// A world in memory in which resources exist and scripts run, answering as the test says. It belongs to a state folder and
/// outlives every engine, provider and connection that is opened on it, as the real world does.
/// Reach it through a provider or a connection named "scripted".
/// </summary>
public sealed class ScriptedWorld
{
    private static readonly ConcurrentDictionary<string, ScriptedWorld> Worlds = new();

    private ScriptedWorld()
    {
        Ledger = new CallLedger(this);
        Scripts = new ScriptTable(this);
    }

    /// <summary>The clock of delays; provider and connection take that of their context unless the test set one.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>What the provider says of its limits.</summary>
    public ProviderDependencies Limits { get; set; } = new() { RequiresNetwork = false, NetworkBeforeServers = false };

    /// <summary>The settings with which the provider was last opened.</summary>
    public IReadOnlyDictionary<string, object?> Settings { get; set; } = Values.None;

    /// <summary>Problems that the provider's validation finds; none by default.</summary>
    public Func<ResourceSpecification, IReadOnlyList<SettingProblem>> Problems { get; set; } = _ => [];

    /// <summary>How properties differ; image needs a replacement and everything else is changed in place by default.</summary>
    public Func<ResourceState?, ResourceSpecification, ResourceDiff> Diff { get; set; } = ScriptedDiff.Compare;

    /// <summary>What is there, by identity.</summary>
    public ConcurrentDictionary<string, ResourceState> Resources { get; } = new();

    /// <summary>What servers tell of themselves, by identity; one that is not here is asked nothing.</summary>
    public ConcurrentDictionary<string, ServerFacts> Facts { get; } = new();

    /// <summary>Every call so far, in the order in which they began.</summary>
    public IReadOnlyList<ScriptedCall> Calls => Ledger.Calls;

    /// <summary>The answers.</summary>
    internal AnswerBook Answers { get; } = new();

    /// <summary>The calls.</summary>
    internal CallLedger Ledger { get; }

    /// <summary>The scripts.</summary>
    internal ScriptTable Scripts { get; }

    /// <summary>The world of a state folder, made when it is not there.</summary>
    public static ScriptedWorld At(string statePath) => Worlds.GetOrAdd(Path.GetFullPath(statePath), _ => new ScriptedWorld());

    /// <summary>
    /// Says how calls are answered whose name matches a pattern with * and ?. The first match takes the first answer, and so on; the last
    /// answer repeats. What is said later goes before. Names: find all, find IDENTITY, find token TOKEN; create, update, delete IDENTITY;
    /// facts IDENTITY; start, run, wait, probe, end IDENTITY SCRIPT, where SCRIPT is taskserv/action of a file's path or the command's text, and run is the script itself.
    /// </summary>
    public ScriptedWorld On(string pattern, params Answer[] answers)
    {
        Answers.Add(pattern, answers);
        return this;
    }

    /// <summary>The calls whose name matches a pattern.</summary>
    public IReadOnlyList<ScriptedCall> CallsTo(string pattern) => [.. Calls.Where(call => AnswerBook.Matches(pattern, call.Name))];

    /// <summary>How many calls that match a pattern were under way at one time, at most.</summary>
    public int MaxConcurrent(string pattern) => CallLedger.MaxConcurrent(CallsTo(pattern));

    /// <summary>Comes back when the given number of calls that match a pattern have begun.</summary>
    public Task BegunAsync(string pattern, int count = 1, CancellationToken cancellationToken = default)
        => Ledger.ReachedAsync(() => CallsTo(pattern).Count >= count, cancellationToken);

    /// <summary>Comes back when the given number of calls that match a pattern have ended.</summary>
    public Task EndedAsync(string pattern, int count = 1, CancellationToken cancellationToken = default)
        => Ledger.ReachedAsync(() => CallsTo(pattern).Count(call => call.Ended is not null) >= count, cancellationToken);

    /// <summary>Loses every script that runs, as a reboot of its server does.</summary>
    public void LoseScripts() => Scripts.LoseAll();
}
