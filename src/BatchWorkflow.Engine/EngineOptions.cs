using System.Reflection;
using BatchWorkflow.Engine.Definitions;
using BatchWorkflow.Engine.Journal;

namespace BatchWorkflow.Engine;

/// <summary>What an engine is made with.</summary>
public sealed record EngineOptions
{
    /// <summary>Where the state is: a folder, a file, a database's address, or env:NAME; null takes $BATCHWORKFLOW_STATE, then the platform's state folder.</summary>
    public string? StatePath { get; init; }

    /// <summary>Makes a path whole, from the caller's current folder.</summary>
    public Func<string, string> FullPath { get; init; } = Path.GetFullPath;

    /// <summary>The folder of the taskservs that ship with the module, or null.</summary>
    public string? ModuleTaskservs { get; init; }

    /// <summary>Readers of file formats beyond YAML and JSON.</summary>
    public IReadOnlyList<DefinitionReader> Readers { get; init; } = [];

    /// <summary>Assemblies whose <see cref="PluginAttribute"/>s register providers, connections and stores.</summary>
    public IReadOnlyList<Assembly> Plugins { get; init; } = [];

    /// <summary>Who asks.</summary>
    public RunOrigin Origin { get; init; } = new();

    /// <summary>Folders that stand first in the PATH of local servers' scripts.</summary>
    public IReadOnlyList<string> ScriptPath { get; init; } = [];

    /// <summary>The same as one PATH, or null when there are none.</summary>
    internal string? ExtraPath => ScriptPath.Count == 0 ? null : string.Join(Path.PathSeparator, ScriptPath);

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Called before (false) and after (true) each event is written, so that tests can end the process there.</summary>
    internal Action<JournalEntry, bool>? JournalBoundary { get; init; }

    /// <summary>Where the engine's work runs; simulations give one that they drive.</summary>
    internal TaskScheduler Scheduler { get; init; } = TaskScheduler.Default;

    /// <summary>Which processes live, and which of them this engine is.</summary>
    internal ProcessTable Processes { get; init; } = ProcessTable.System;

    /// <summary>Chance: jitter and the ids of runs and requests.</summary>
    internal Random Random { get; init; } = Random.Shared;

    /// <summary>How often a run looks at its inbox, at leases and at conditions while nothing else happens.</summary>
    internal TimeSpan Tick { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long what lists show of a run may be behind it.</summary>
    internal TimeSpan SummaryInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>False writes no log: simulations own every thread and every file.</summary>
    internal bool KeepsLogs { get; init; } = true;
}
