using System.Runtime.Versioning;
using BatchWorkflow.Providers.Local.Processes;

namespace BatchWorkflow.Providers.Local.Scripts;

/// <summary>A script that another process started: its engine is dead or elsewhere. What is known of it is in its files and in the process table.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class OrphanScript(string token, ScriptFiles files, TimeProvider time)
{
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
        if (await AnyAsync(cancellationToken) is not null)
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
        while (files.ReadExitCode() is null && await AnyAsync(cancellationToken) is { } process)
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
        if (files.ReadExitCode() is null && await UnsureAsync(cancellationToken) is [_, ..] left)
            throw new FailureException(new Failure
            {
                Kind = FailureKind.Transient,
                Message = $"A script of an earlier attempt is gone, but processes of its session {left[0].Session} live, and nothing tells them from a stranger's: "
                    + $"{string.Join(", ", left.Select(one => one.Pid))}. Wait for their end, or end them.",
            });
    }

    private async Task EndRestAsync(CancellationToken cancellationToken)
    {
        await LeftBehind.EndAsync(Tree(), files, time, null, cancellationToken);
        files.RemoveSecrets();
    }

    private ProcessEntry? Runner()
        => files.ReadRunner() is { } runner && ProcessTable.Current.Find(runner.Pid) is { Ended: false } entry && IsRunner(entry, runner) ? entry : null;

    /// <summary>macOS hides the environment of its own shell: there its session and its start must do.</summary>
    private bool IsRunner(ProcessEntry entry, RunnerRecord runner) => (runner.Start == entry.Start && runner.Machine is { } then && then.IsSameLife(MachineLife.Lately))
        || ProcessMarks.Of(entry.Pid).Attempt == token
        || (OperatingSystem.IsMacOS() && entry.Session == entry.Pid && StartedJustBefore(entry));

    private bool StartedJustBefore(ProcessEntry entry)
    {
        DateTime claimed = File.GetLastWriteTimeUtc(files.Started);
        TimeSpan age = claimed - DateTime.UnixEpoch.AddMicroseconds(entry.Start);
        return age > TimeSpan.FromSeconds(-1) && age < TimeSpan.FromSeconds(30);
    }

    /// <summary>All that is known to be its: with its mark, in its session while that is surely its, and what these started.</summary>
    private ProcessTree Tree()
        => ProcessTree.OfAttempt(token, AttemptSession.Of(files.ReadRunner()) is { IsSure: true } session ? session.Number : null);

    /// <summary>A process that is its, or that may be.</summary>
    private async Task<ProcessEntry?> AnyAsync(CancellationToken cancellationToken)
    {
        if (Runner() is { } runner)
            return runner;
        IReadOnlyList<ProcessEntry> found = await Tree().MembersAsync(null, cancellationToken);
        return found is [] ? await UnsureAsync(cancellationToken) is [ProcessEntry unsure, ..] ? unsure : null : found[0];
    }

    /// <summary>What lives in its session when that may be a stranger's by now.</summary>
    private async Task<IReadOnlyList<ProcessEntry>> UnsureAsync(CancellationToken cancellationToken)
        => AttemptSession.Of(files.ReadRunner()) is { IsSure: false } session ? await session.MembersAsync(token, cancellationToken) : [];
}
