using BatchWorkflow.Engine.Running;
using BatchWorkflow.TestKit.Scripted;

namespace BatchWorkflow.Engine.Tests.Running;

/// <summary>What the servers of several runs share.</summary>
public sealed class SharedResourceTests
{
    private const string Net = "infra/provider.scripted/net";

    [Fact]
    public async Task Create_AnotherRunWasFaster_IsThereAsWantedAndNotThisRunsToUndo()
    {
        await using ScriptedEngine engine = Make();
        TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        engine.World.On($"create {Net}", Answer.WaitsFor(gate.Task));
        await using ActiveRun run = await engine.SubmitAsync(await engine.PlanAsync(Creating("a")));
        await engine.World.BegunAsync($"create {Net}", cancellationToken: TestContext.Current.CancellationToken);
        engine.World.Resources[Net] = new ResourceState { Identity = Net, Kind = "net", ProviderId = "theirs", Token = "another run's" };
        gate.SetResult();

        BatchRun end = await run.Completion;

        Assert.Equal(RunStatus.Succeeded, end.Status);
        BatchStep shared = end.StepList.Single(s => s.Item == "net");
        Assert.Equal((StepStatus.Succeeded, false, 1, "it was there as wanted"), (shared.Status, shared.Changed, shared.Attempts, shared.Reason));
        Assert.Equal(RunStatus.RolledBack, (await engine.RollBackAsync(end.Id)).Status);
        Assert.Equal("theirs", engine.World.Resources[Net].ProviderId);
    }

    [Fact]
    public async Task Create_FailedAttemptThenMadeByAnotherRun_IsNotThisRunsToUndo()
    {
        await using ScriptedEngine engine = Make();
        TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        engine.World.On($"create {Net}", Answer.Fails(FailureKind.Timeout));
        engine.World.On($"find {Net}", Answer.Ok, Answer.WaitsFor(gate.Task));
        await using ActiveRun run = await engine.SubmitAsync(await engine.PlanAsync(Creating("a", attempts: 2)));
        await engine.World.BegunAsync($"find {Net}", 2, TestContext.Current.CancellationToken);
        engine.World.Resources[Net] = new ResourceState { Identity = Net, Kind = "net", ProviderId = "theirs", Token = "another run's" };
        gate.SetResult();

        BatchRun end = await run.Completion;

        Assert.False(end.StepList.Single(s => s.Item == "net").Changed);
        Assert.DoesNotContain((await engine.RollBackAsync(end.Id)).StepList, s => s.Item == "net" && s.Status == StepStatus.Reverted);
        Assert.True(engine.World.Resources.ContainsKey(Net));
    }

    [Fact]
    public async Task Create_LostAnswerThenRestarted_IsStillThisRunsToUndo()
    {
        await using ScriptedEngine engine = Make();
        engine.World.On($"create {Net}", Answer.LosesAnswer(FailureKind.Auth));
        BatchRun failed = await engine.RunAsync(Creating("a") + "rollback_strategy: { enabled: false }\n");
        Assert.Equal(RunStatus.Failed, failed.Status);

        await using ActiveRun again = await engine.Engine.RestartAsync(
            failed.Id, new RestartOptions(), new RunOptions(), TestContext.Current.CancellationToken);
        BatchRun end = await again.Completion;

        Assert.Equal((RunStatus.Succeeded, true), (end.Status, end.StepList.Single(s => s.Item == "net").Changed));
        Assert.Equal(RunStatus.RolledBack, (await engine.RollBackAsync(end.Id)).Status);
        Assert.False(engine.World.Resources.ContainsKey(Net));
    }

    [Fact]
    public async Task Rollback_OthersStillUseIt_LeavesItAndUndoesTheRest()
    {
        await using ScriptedEngine engine = Make();
        BatchRun first = await engine.RunAsync(Creating("a"));
        await engine.RunAsync(Creating("b"));

        BatchRun undone = await engine.RollBackAsync(first.Id);

        Assert.Equal(RunStatus.RolledBack, undone.Status);
        Assert.Equal("left as it is: b still uses it", undone.StepList.Single(s => s.Item == "net").Reason);
        Assert.Equal(["infra/b", Net], engine.World.Resources.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Rollback_ProviderSaysThatItGotAUserMeanwhile_LeavesIt()
    {
        await using ScriptedEngine engine = Make();
        BatchRun first = await engine.RunAsync(Creating("a"));
        TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        engine.World.On($"delete {Net}", new Answer { Until = gate.Task, Failure = new Failure { Kind = FailureKind.Conflict, Message = "in use" } });
        await using ActiveRun run = await engine.Engine.RollbackAsync(
            first.Id, new RollbackOptions(), new RunOptions(), TestContext.Current.CancellationToken);
        await engine.World.BegunAsync($"delete {Net}", cancellationToken: TestContext.Current.CancellationToken);
        engine.World.Resources["infra/b"] = new ResourceState { Identity = "infra/b", Kind = "server", ProviderId = "b" };
        gate.SetResult();

        Assert.Equal(RunStatus.RolledBack, (await run.Completion).Status);
        Assert.True(engine.World.Resources.ContainsKey(Net));
    }

    [Fact]
    public async Task Rollback_OfTheOnlyServers_DeletesIt()
    {
        await using ScriptedEngine engine = Make();

        Assert.Equal(RunStatus.RolledBack, (await engine.RollBackAsync((await engine.RunAsync(Creating("a"))).Id)).Status);
        Assert.Empty(engine.World.Resources);
    }

    private static ScriptedEngine Make()
    {
        ScriptedEngine engine = new();
        engine.World.Limits = new ProviderDependencies { SharedResources = ["net"] };
        engine.WriteServers("a", "b");
        return engine;
    }

    private static string Creating(string server, int attempts = 1) => $$"""
        name: {{server}}
        operations:
          - { id: make, type: create, target: server, items: [{{server}}], on_failure: fail }
        retry_policy: { max_attempts: {{attempts}}, initial_delay: 0 }

        """;
}
