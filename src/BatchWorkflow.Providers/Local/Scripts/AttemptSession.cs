using System.Runtime.Versioning;
using BatchWorkflow.Providers.Local.Processes;

namespace BatchWorkflow.Providers.Local.Scripts;

/// <summary>The session in which an attempt's script was started.</summary>
/// <param name="Number">Its number: the runner's.</param>
/// <param name="Start">When the runner started; whatever is of the session started later.</param>
/// <param name="IsSure">True when the number cannot have been given to a stranger since.</param>
[UnsupportedOSPlatform("windows")]
internal readonly record struct AttemptSession(int Number, long Start, bool IsSure)
{
    /// <summary>The session of a runner as it was recorded; null when nothing of it can live, or when nothing tells it from a stranger's.</summary>
    public static AttemptSession? Of(RunnerRecord? record)
    {
        MachineLife now = MachineLife.Now();
        if (record is not { Start: { } start, Machine: { } then } || !now.IsSameLife(then))
            return null;
        int number = record.Value.Pid;
        // The kernel gives a number to nobody else while a session has it: one that another process has is free of ours.
        if (ProcessTable.Current.Find(number) is { } leader)
            return leader.Start == start ? new AttemptSession(number, start, IsSure: true) : null;
        bool isSure = then.Starts > 0 && now.Starts - then.Starts < ProcessTable.Current.StartsUntilNumbersRepeat;
        return new AttemptSession(number, start, isSure);
    }

    /// <summary>Those of the session that are nobody else's by their marks.</summary>
    public async Task<IReadOnlyList<ProcessEntry>> MembersAsync(string token, CancellationToken cancellationToken)
    {
        (int number, long start) = (Number, Start);
        ProcessSnapshot seen = await ProcessSnapshot.TakeAsync().WaitAsync(cancellationToken);
        return
        [
            .. seen.Processes.Where(one => one.Entry.Session == number && one.Entry.Start >= start && one.Entry.Pid != Environment.ProcessId
                && one.Marks.Daemon is null && (one.Marks.Attempt ?? token) == token).Select(one => one.Entry),
        ];
    }
}
