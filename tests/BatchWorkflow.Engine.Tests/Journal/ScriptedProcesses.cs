using BatchWorkflow.Engine.Journal;

namespace BatchWorkflow.Engine.Tests.Journal;

/// <summary>A process on a machine of the test's making; it sees the processes that the test lets live.</summary>
internal sealed class ScriptedProcesses(ProcessIdentity own, HashSet<ProcessIdentity> living) : ProcessTable
{
    public override ProcessIdentity Own { get; } = own;

    protected override ProcessLife Look(ProcessIdentity other) => living.Contains(other) ? ProcessLife.Alive : ProcessLife.Dead;
}
