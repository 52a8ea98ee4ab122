using BatchWorkflow.Simulation.Tests.Laws.World;
using BatchWorkflow.Simulation.Tests.Simulating;
using BatchWorkflow.Simulation.Tests.World;

namespace BatchWorkflow.Simulation.Tests;

/// <summary>The simulation itself: it is whole, quick, and always the same.</summary>
public sealed class SimulationTests
{
    private static readonly PlanSource Site = Sources.Of(
        [Sources.Server("web-1"), Sources.Server("web-2")],
        [Sources.Taskserv("app", "create", "delete", "check")],
        new OperationDefinition { Id = "servers", Type = OperationType.Create, Target = OperationTarget.Server, Items = ["web-1", "web-2"] },
        new OperationDefinition { Id = "app", Type = OperationType.Create, Target = OperationTarget.Taskserv, Items = ["app"], DependsOn = ["servers"] });

    [Fact]
    public void Run_InOrder_LeavesTheWantedWorld()
    {
        using Simulating.Simulation simulation = new();
        ModelWorld world = Sources.World();
        simulation.World = world;
        BatchRun run = new SimulatedHost(simulation).Run(Site);
        Assert.Equal(RunStatus.Succeeded, run.Status);
        Assert.Equal(["app@web-1", "app@web-2", "web-1", "web-2"], world.Snapshot().Keys);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    [InlineData(77)]
    public void Run_OfOneSeedTwice_IsTheSame(int? seed) => Assert.Equal(TraceOf(seed), TraceOf(seed));

    [Fact]
    public void Run_OfAnotherSeed_IsAnother() => Assert.NotEqual(TraceOf(1), TraceOf(2));

    private static (ulong Hash, long Steps, TimeSpan Took) TraceOf(int? seed)
    {
        using Simulating.Simulation simulation = new(seed);
        simulation.World = Sources.World();
        Assert.Equal(RunStatus.Succeeded, new SimulatedHost(simulation).Run(Site).Status);
        return (simulation.Trace.Hash, simulation.Steps, simulation.Now);
    }
}
