using BatchWorkflow.Engine.Journal;

namespace BatchWorkflow.Simulation.Tests.Simulating;

/// <summary>What a simulated process sees of the others.</summary>
internal sealed class SimulatedProcesses(Simulation simulation, SimulatedProcess own) : ProcessTable
{
    /// <inheritdoc />
    public override ProcessIdentity Own => own.Identity;

    /// <inheritdoc />
    protected override ProcessLife Look(ProcessIdentity other) =>
        simulation.Processes.Exists(p => p.Identity == other && !p.IsDead) ? ProcessLife.Alive : ProcessLife.Dead;
}
