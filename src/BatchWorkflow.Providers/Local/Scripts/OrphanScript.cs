using System.Runtime.Versioning;
using BatchWorkflow.Providers.Local.Processes;

namespace BatchWorkflow.Providers.Local.Scripts;

/// <summary>A script that another process started: its engine is dead or elsewhere. What is known of it is in its files and in the process table.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class OrphanScript(string token, ScriptFiles files, TimeProvider time)
{
    private readonly ProcessTree tree = ProcessTree.OfAttempt(token);

    /// <summary>What became of it; bars it when it has not begun.</summary>
    public async Task<ScriptState> ProbeAsync(CancellationToken cancellationToken)
    {
        if (files.TryBar())
        {
            files.RemoveSecrets();
            return ScriptState.NotStarted;
        }
        if (files.ReadExitCode() is not null)
            return ScriptState.Exited;
        if (files.ReadBarred())
            return ScriptState.NotStarted;
        if (Runner() is not null || (await MembersAsync(cancellationToken)).Count > 0)
            return ScriptState.Running;
        // It may have ended while we looked; whoever is no longer there has written the exit status before, or never will.
        if (files.ReadExitCode() is not null)
            return ScriptState.Exited;
        files.RemoveSecrets();
        return ScriptState.Gone;
    }

    /// <summary>Comes back when it has ended, its whole tree with it.</summary>
    public async Task EndedAsync(CancellationToken cancellationToken)
    {
        while (files.ReadExitCode() is null && (Runner() ?? await AnyMemberAsync(cancellationToken)) is { } process)
            await ExitWatch.EndedAsync(process, time).WaitAsync(cancellationToken);
        await EndRestAsync(cancellationToken);
    }

    /// <summary>Ends it and its tree.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        if (files.TryBar())
        {
            files.RemoveSecrets();
            return;
        }
        // First, or it would write as exit status what we do here.
        if (Runner() is { } runner)
            Signals.Send(runner, Libc.Kill);
        await EndRestAsync(cancellationToken);
    }

    private async Task EndRestAsync(CancellationToken cancellationToken)
    {
        await LeftBehind.EndAsync(tree, files, time, null, cancellationToken);
        files.RemoveSecrets();
    }

    private ProcessEntry? Runner()
        => files.ReadRunner() is { } pid && ProcessTable.Current.Find(pid) is { Ended: false } entry && IsRunner(entry) ? entry : null;

    /// <summary>macOS hides the environment of its own shell: there its session and its start must do.</summary>
    private bool IsRunner(ProcessEntry entry) => ProcessMarks.Of(entry.Pid).Attempt == token
        || (OperatingSystem.IsMacOS() && entry.Session == entry.Pid && StartedJustBefore(entry));

    private bool StartedJustBefore(ProcessEntry entry)
    {
        DateTime claimed = File.GetLastWriteTimeUtc(files.Started);
        TimeSpan age = claimed - DateTime.UnixEpoch.AddMicroseconds(entry.Start);
        return age > TimeSpan.FromSeconds(-1) && age < TimeSpan.FromSeconds(30);
    }

    private async Task<ProcessEntry?> AnyMemberAsync(CancellationToken cancellationToken)
        => await MembersAsync(cancellationToken) is [ProcessEntry first, ..] ? first : null;

    private Task<IReadOnlyList<ProcessEntry>> MembersAsync(CancellationToken cancellationToken)
        => tree.MembersAsync(null, cancellationToken);
}
