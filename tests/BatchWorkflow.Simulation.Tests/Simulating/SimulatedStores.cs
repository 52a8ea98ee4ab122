using BatchWorkflow.TestKit.Storing;

namespace BatchWorkflow.Simulation.Tests.Simulating;

/// <summary>What a simulation keeps, and how its processes reach it.</summary>
internal sealed class SimulatedStores
{
    /// <summary>What is kept.</summary>
    public MemoryStore Kept { get; } = new();

    /// <summary>Opens it for a process; a test may put faults in between.</summary>
    public Func<string, Store>? Open { get; set; }
}
