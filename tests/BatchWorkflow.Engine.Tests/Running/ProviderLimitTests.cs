using BatchWorkflow.Engine.Running;
using BatchWorkflow.TestKit.Scripted;

namespace BatchWorkflow.Engine.Tests.Running;

/// <summary>What an infrastructure file says of how hard a provider may be driven.</summary>
public sealed class ProviderLimitTests
{
    private const string Make = """
        name: make
        operations:
          - { id: make, type: create, target: server, items: [a, b, c] }
          - { id: others, type: create, target: server, items: [d, e] }
        """;

    [Theory]
    [InlineData("", 5)]
    [InlineData("batch_size: 1", 1)]
    [InlineData("batch_size: 2", 2)]
    public async Task BatchSize_OfTheInfrastructureFile_BoundsTheProvidersSteps(string limits, int most)
    {
        await using ScriptedEngine engine = new();
        Write(engine, limits);
        TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        engine.World.On("create *", Answer.WaitsFor(gate.Task));
        await using ActiveRun run = await engine.SubmitAsync(await engine.PlanAsync(Make));
        await engine.World.BegunAsync("create *", most, TestContext.Current.CancellationToken);
        gate.SetResult();

        Assert.Equal(RunStatus.Succeeded, (await run.Completion).Status);
        Assert.Equal((5, most), (engine.World.CallsTo("create infra/?").Count, engine.World.MaxConcurrent("create *")));
    }

    [Fact]
    public async Task BatchSize_WithASharedResource_CountsIt()
    {
        await using ScriptedEngine engine = new();
        engine.World.Limits = new ProviderDependencies { SharedResources = ["net"], NetworkBeforeServers = false };
        Write(engine, "batch_size: 1");

        BatchRun run = await engine.RunAsync(Make);

        Assert.Equal((RunStatus.Succeeded, 6), (run.Status, engine.World.CallsTo("create *").Count));
        Assert.Equal(1, engine.World.MaxConcurrent("create *"));
    }

    private static void Write(ScriptedEngine engine, string limits)
    {
        engine.World.On("create *", Answer.Takes(TimeSpan.FromMilliseconds(20)));
        engine.WriteServers("a", "b", "c", "d", "e");
        engine.Write("infrastructure.yaml", File.ReadAllText(engine["infrastructure.yaml"]) + $"providers: {{ scripted: {{ {limits} }} }}\n");
    }
}
