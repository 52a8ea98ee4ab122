using System.Runtime.Versioning;
using BatchWorkflow.Providers.Local.Processes;

namespace BatchWorkflow.Providers.Local.Scripts;

/// <summary>Ends what a script left behind at its own end, and notes it.</summary>
[UnsupportedOSPlatform("windows")]
internal static class LeftBehind
{
    /// <summary>A filter at the end of a pipe, and what else is about to end, needs no longer.</summary>
    private static readonly TimeSpan AboutToEnd = TimeSpan.FromMilliseconds(50);

    /// <summary>Ends the rest of a script's tree.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="files">The script's files.</param>
    /// <param name="time">The clock.</param>
    /// <param name="after">A process of the tree that all others started after, when that was moments ago; else null.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task EndAsync(ProcessTree tree, ScriptFiles files, TimeProvider time, int? after, CancellationToken cancellationToken)
    {
        IReadOnlyList<ProcessEntry> rest = await tree.MembersAsync(after, cancellationToken);
        if (rest.Count == 0)
            return;
        if (files.ReadExitCode() is not null)
        {
            await Task.Delay(AboutToEnd, time, cancellationToken);
            HashSet<int> pids = [.. rest.Select(process => process.Pid)];
            LeftProcess[] left = [.. rest.Where(process => !pids.Contains(process.Parent) && IsThere(process)).Select(process => new LeftProcess(process.Pid, ProcessTable.Current.CommandOf(process.Pid) ?? "?"))];
            if (left.Length > 0)
                files.WriteLeft(left);
        }
        await tree.EndAsync(OwnScript.Grace, time, null, cancellationToken);
    }

    private static bool IsThere(ProcessEntry process) => ProcessTable.Current.Find(process.Pid) is { Ended: false } now && now.Start == process.Start;
}
