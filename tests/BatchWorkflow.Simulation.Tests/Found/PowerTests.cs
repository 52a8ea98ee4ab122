using BatchWorkflow.Engine.Running;
using BatchWorkflow.Simulation.Tests.Simulating;
using BatchWorkflow.Simulation.Tests.Trouble;
using BatchWorkflow.Simulation.Tests.World;

namespace BatchWorkflow.Simulation.Tests.Found;

/// <summary>What seeds have found of the loss of power, each by itself: all that was not flushed is gone.</summary>
public sealed class PowerTests : IDisposable
{
    private static readonly PlanSource Site = Sources.Of(
        [Sources.Server("web-1")],
        [],
        new OperationDefinition { Id = "servers", Type = OperationType.Create, Target = OperationTarget.Server, Items = ["web-1"] });

    private readonly Simulating.Simulation _simulation = new();
    private readonly SimulatedDisk _disk = new(new WorstLuck());

    public PowerTests()
    {
        _simulation.World = Sources.World();
        Troubles none = new(_simulation) { IsOn = false };
        _simulation.Stores.Open = name => new TroubledStore(_disk, none, _simulation.Processes.First(p => p.Name == name));
    }

    [Fact]
    public void Submit_UnderTheKeyOfARunWhoseEngineDiedAtItsFirstEvent_TellsOnlyWhatIsOnTheDisk()
    {
        SimulatedHost? first = null;
        first = new(_simulation, boundary: (_, isWritten) =>
        {
            if (isWritten)
                first!.Process.Kill();
        });
        SimulatedHost second = new(_simulation, "engine-2");
        BatchRun known = _simulation.Run(async () =>
        {
            await Task.WhenAny(SubmitOnceAsync(first), first.Process.Died);
            BatchRun told = await SubmitOnceAsync(second);
            _disk.LosePower();
            return await second.AskAsync(e => e.GetAsync(told.Id, CancellationToken.None));
        });
        Assert.Equal(RunStatus.Interrupted, known.Status);
    }

    public void Dispose() => _simulation.Dispose();

    private static async Task<BatchRun> SubmitOnceAsync(SimulatedHost host) =>
        await host.SubmitAsync((await host.PlanAsync(Site)).Plan!, new RunOptions { IdempotencyKey = "once" });

    private sealed class WorstLuck : Random
    {
        public override int Next(int maxValue) => maxValue - 1;

        public override int Next(int minValue, int maxValue) => minValue;
    }
}
