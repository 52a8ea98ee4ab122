using System.Diagnostics;
using BatchWorkflow.Engine.Journal;

namespace BatchWorkflow.Runner;

/// <summary>
/// Ends this process by SIGKILL at a journal boundary: after its first event that moves the run on, or before its second. Events by which a
/// process takes a run up, or repeats what a killed one lost, do not count; so a chain of such processes meets every boundary once.
/// </summary>
internal sealed class Boundary(bool before)
{
    private int _moved;

    /// <summary>Called before and after each event is written.</summary>
    public void Pass(JournalEntry entry, bool isWritten)
    {
        bool moves = entry.Event is not (RunSubmitted or HolderTook or StatusChanged { Status: RunStatus.Running or RunStatus.RollingBack }
            or AttemptEnded { Result: AttemptResult.Lost } or AttemptStarted { Counts: false });
        if (!moves)
            return;
        if (isWritten)
            _moved++;
        if (_moved == 1 && isWritten != before)
            Process.GetCurrentProcess().Kill();
    }
}
