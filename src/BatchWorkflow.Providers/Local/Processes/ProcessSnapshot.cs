using System.Runtime.Versioning;

namespace BatchWorkflow.Providers.Local.Processes;

/// <summary>The processes that lived at one time.</summary>
/// <param name="Processes">Those processes.</param>
/// <param name="IsUnclear">True when some came or went meanwhile: one that matters may have been missed.</param>
[UnsupportedOSPlatform("windows")]
internal sealed record ProcessSnapshot(IReadOnlyList<(ProcessEntry Entry, ProcessMarks Marks)> Processes, bool IsUnclear)
{
    private static readonly Lock Gate = new();
    private static readonly SemaphoreSlim Turn = new(1);
    private static Task<ProcessSnapshot>? pending;

    /// <summary>
    /// All processes, looked at after this call. Those who ask at the same time share one look: else a hundred scripts that end together
    /// would each look at the processes of all.
    /// </summary>
    public static Task<ProcessSnapshot> TakeAsync()
    {
        lock (Gate)
            return pending ??= Task.Run(TakeInTurnAsync);
    }

    /// <summary>Those of some numbers that are there.</summary>
    public static ProcessSnapshot Of(IReadOnlyList<int> pids, bool wereThere)
    {
        bool unclear = false;
        List<(ProcessEntry, ProcessMarks)> processes = [];
        foreach (int pid in pids)
        {
            if (ProcessTable.Current.Find(pid) is not { } entry)
            {
                // It was there a moment ago, and may have started another meanwhile.
                unclear |= wereThere;
                continue;
            }
            if (entry.Ended || IsKernels(entry))
                continue;
            ProcessMarks marks = ProcessMarks.Of(pid);
            unclear |= marks.IsUnclear;
            processes.Add((entry, marks));
        }
        return new ProcessSnapshot(processes, unclear);
    }

    private static async Task<ProcessSnapshot> TakeInTurnAsync()
    {
        await Turn.WaitAsync();
        try
        {
            // Whoever asks from here on needs a later look.
            lock (Gate)
                pending = null;
            return Of(ProcessTable.Current.Pids(), wereThere: true);
        }
        finally
        {
            Turn.Release();
        }
    }

    private static bool IsKernels(ProcessEntry entry) => OperatingSystem.IsLinux() && (entry.Pid == 2 || entry.Parent == 2);
}
