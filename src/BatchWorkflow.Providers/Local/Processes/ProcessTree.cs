using System.Runtime.Versioning;

namespace BatchWorkflow.Providers.Local.Processes;

/// <summary>
/// Processes that belong together: those with a mark, all in their sessions, and all that these started. Each way alone
/// misses some: a process can leave its session, lose its parents, or be started with a clean environment.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class ProcessTree
{
    private const int LooksWhenUnclear = 4;

    private readonly Func<ProcessMarks, bool> isMarked;
    private readonly bool sparesDaemons;

    private ProcessTree(Func<ProcessMarks, bool> isMarked, bool sparesDaemons)
    {
        this.isMarked = isMarked;
        this.sparesDaemons = sparesDaemons;
    }

    /// <summary>A session that is known to be theirs, because its first process is our own child and not yet reaped.</summary>
    public int? Session { get; init; }

    /// <summary>Processes that are known to be theirs.</summary>
    public IReadOnlyCollection<int> Known { get; init; } = [];

    /// <summary>All processes of a script, but for the daemons that it started.</summary>
    public static ProcessTree OfAttempt(string token, int? session = null)
        => new(marks => marks.Attempt == token, sparesDaemons: true) { Session = session };

    /// <summary>All daemons of a server.</summary>
    public static ProcessTree OfServer(string serverId, IReadOnlyCollection<int> known)
        => new(marks => marks.Daemon?.StartsWith(serverId + "/", StringComparison.Ordinal) == true, sparesDaemons: false) { Known = known };

    /// <summary>Who lives, looked at again when something moved meanwhile.</summary>
    /// <param name="after">A process of theirs that all others started after, when that was moments ago; else null.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<IReadOnlyList<ProcessEntry>> MembersAsync(int? after, CancellationToken cancellationToken)
    {
        for (int look = 1; ; look++)
        {
            ProcessSnapshot seen = after is { } pid && ProcessTable.Current.PidsAfter(pid) is { } few
                ? ProcessSnapshot.Of(few, wereThere: false)
                : await ProcessSnapshot.TakeAsync().WaitAsync(cancellationToken);
            List<ProcessEntry> members = MembersOf(seen);
            if (members.Count > 0 || !seen.IsUnclear || look == LooksWhenUnclear)
                return members;
            // A process that is between exec and its first instruction shows no environment yet.
            await Task.Delay(TimeSpan.FromMilliseconds(1), cancellationToken);
        }
    }

    /// <summary>Ends all of them: asks them, gives them the grace, then kills until nobody is left.</summary>
    public async Task EndAsync(TimeSpan grace, TimeProvider time, int? after, CancellationToken cancellationToken)
    {
        IReadOnlyList<ProcessEntry> members = await MembersAsync(after, cancellationToken);
        HashSet<(int, long)> asked = [];
        long began = time.GetTimestamp();
        for (int pause = 2; members.Count > 0 && time.GetElapsedTime(began) < grace; pause = Math.Min(pause * 2, 100))
        {
            // Those that were started while the others were asked have not been asked yet.
            List<ProcessEntry> unasked = [.. members.Where(member => asked.Add((member.Pid, member.Start)))];
            Signals.Send(unasked, Libc.Terminate);
            Signals.Send(unasked, Libc.Continue);
            await Task.Delay(TimeSpan.FromMilliseconds(pause), time, cancellationToken);
            members = await MembersAsync(null, cancellationToken);
        }
        for (int pause = 1; members.Count > 0; pause = Math.Min(pause * 2, 500))
        {
            Signals.Send(members, Libc.Kill);
            await Task.Delay(TimeSpan.FromMilliseconds(pause), time, cancellationToken);
            members = await MembersAsync(null, cancellationToken);
        }
    }

    private List<ProcessEntry> MembersOf(ProcessSnapshot seen)
    {
        List<ProcessEntry> members = [], others = [];
        foreach ((ProcessEntry entry, ProcessMarks marks) in seen.Processes)
        {
            if (entry.Pid == Environment.ProcessId)
                continue;
            if (isMarked(marks) || Known.Contains(entry.Pid))
                members.Add(entry);
            else if (marks.Daemon is null || !sparesDaemons)
                others.Add(entry);
        }
        if (members.Count > 0 || Session is not null)
            Grow(members, others);
        return members;
    }

    private void Grow(List<ProcessEntry> members, List<ProcessEntry> others)
    {
        HashSet<int> sessions = [.. members.Select(member => member.Session)], pids = [.. members.Select(member => member.Pid)];
        if (Session is { } own)
            sessions.Add(own);
        // Session 0 is that of processes outside of a container.
        sessions.Remove(0);
        while (others.FindIndex(other => pids.Contains(other.Parent) || sessions.Contains(other.Session)) is >= 0 and int at)
        {
            ProcessEntry found = others[at];
            others.RemoveAt(at);
            members.Add(found);
            pids.Add(found.Pid);
            if (found.Session != 0)
                sessions.Add(found.Session);
        }
    }
}
