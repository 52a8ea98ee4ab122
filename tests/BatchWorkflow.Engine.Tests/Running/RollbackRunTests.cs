using System.Globalization;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.Engine.Views;
using BatchWorkflow.TestKit.Scripted;

namespace BatchWorkflow.Engine.Tests.Running;

/// <summary>Rollbacks of whole runs over a scripted world.</summary>
public sealed class RollbackRunTests
{
    private const string Two = """
        name: two
        operations:
          - { id: make, type: create, target: server, items: [a, b], on_failure: rollback }
        rollback_strategy: { on_partial_failure: false }
        retry_policy: { max_attempts: 1 }
        """;

    private const string Chain = """
        name: chain
        operations:
          - { id: first, type: create, target: server, items: [a] }
          - { id: second, type: create, target: server, items: [b], depends_on: [first] }
        """;

    [Fact]
    public async Task Rollback_AskedForAfterAPartialFailure_UndoesWhatTheStrategyLeft()
    {
        await using ScriptedEngine engine = new();
        engine.WriteServers("a", "b");
        engine.World.On("create infra/b", Answer.Fails(FailureKind.Auth));
        BatchRun failed = await engine.RunAsync(Two);
        Assert.Equal((RunStatus.Failed, true), (failed.Status, engine.World.Resources.ContainsKey("infra/a")));

        BatchRun undone = await engine.RollBackAsync(failed.Id);

        Assert.Equal(RunStatus.RolledBack, undone.Status);
        Assert.Empty(engine.World.Resources);
    }

    [Fact]
    public async Task Rollback_UnderWayThenInterrupted_ShowsWhatStillStands()
    {
        await using ScriptedEngine engine = new();
        engine.WriteServers("a", "b");
        BatchRun made = await engine.RunAsync(Chain);
        engine.World.On("delete infra/b", Answer.Hangs, Answer.Ok);
        ActiveRun rollback = await engine.Engine.RollbackAsync(made.Id, new RollbackOptions(), new RunOptions(), TestContext.Current.CancellationToken);
        await engine.World.BegunAsync("delete infra/b", cancellationToken: TestContext.Current.CancellationToken);

        BatchRun underWay = rollback.Snapshot();
        Assert.Equal([StepStatus.Succeeded, StepStatus.Reverting], underWay.StepList.Select(s => s.Status));
        Assert.Equal((1, 1, true), (underWay.StepsSucceeded, underWay.StepsChanged, underWay.StepList[0].Changed));

        await rollback.DisposeAsync();
        BatchRun interrupted = await engine.Engine.GetAsync(made.Id, TestContext.Current.CancellationToken);
        Assert.Equal((RunStatus.Interrupted, StepStatus.Succeeded, 1), (interrupted.Status, interrupted.StepList[0].Status, interrupted.StepsChanged));
        await using ActiveRun resumed = await engine.Engine.ResumeAsync(made.Id, new RunOptions(), TestContext.Current.CancellationToken);
        BatchRun end = await resumed.Completion;
        Assert.Equal((RunStatus.RolledBack, 0), (end.Status, end.StepsChanged));
        Assert.All(end.StepList, s => Assert.Equal(StepStatus.Reverted, s.Status));
        Assert.Empty(engine.World.Resources);
    }

    [Fact]
    public async Task Restart_AfterAnInterruptedRollback_LeavesWhatStillStands()
    {
        await using ScriptedEngine engine = new();
        engine.WriteServers("a", "b");
        BatchRun made = await engine.RunAsync(Chain);
        engine.World.On("delete infra/a", Answer.Hangs);
        ActiveRun rollback = await engine.Engine.RollbackAsync(made.Id, new RollbackOptions(), new RunOptions(), TestContext.Current.CancellationToken);
        await engine.World.BegunAsync("delete infra/a", cancellationToken: TestContext.Current.CancellationToken);
        await rollback.DisposeAsync();
        int before = engine.World.CallsTo("create infra/a").Count;

        await using ActiveRun restarted = await engine.Engine.RestartAsync(made.Id, new RestartOptions(), new RunOptions(), TestContext.Current.CancellationToken);
        BatchRun end = await restarted.Completion;

        Assert.Equal((RunStatus.Succeeded, 2), (end.Status, end.StepsChanged));
        Assert.Equal(before, engine.World.CallsTo("create infra/a").Count);
        Assert.Equal(["infra/a", "infra/b"], engine.World.Resources.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Rollback_OfARunThatChangedNothing_IsRefusedAndLeavesItsStatus()
    {
        await using ScriptedEngine engine = new();
        engine.WriteServers("a", "b");
        await engine.RunAsync(Two);
        BatchRun unchanged = await engine.RunAsync(Two);

        BatchWorkflowException refused = await Assert.ThrowsAsync<BatchWorkflowException>(() => engine.RollBackAsync(unchanged.Id));

        Assert.Equal("Run.NothingToUndo", refused.ErrorId);
        Assert.Equal(RunStatus.Succeeded, (await engine.Engine.GetAsync(unchanged.Id, TestContext.Current.CancellationToken)).Status);
    }

    [Fact]
    public async Task Run_FailedCheckThatAsksForARollback_IsFailedAndNotRolledBack()
    {
        await using ScriptedEngine engine = new();
        engine.WriteServers("a");

        BatchRun end = await engine.RunAsync("""
            name: look
            operations:
              - { id: look, type: check, target: server, items: [a], on_failure: rollback }
            """);

        Assert.Equal((RunStatus.Failed, "look/a failed"), (end.Status, end.Reason));
    }

    [Theory]
    [InlineData(false, "Invoke-BatchRollback {0} -Recreate")]
    [InlineData(true, "Restart-BatchWorkflow {0}")]
    public async Task Rollback_ThatLeavesADeletion_AdvisesWhatGoesOn(bool irreversible, string advice)
    {
        await using ScriptedEngine engine = new();
        engine.WriteServers("a", "b");
        await engine.RunAsync(Chain);
        BatchRun run = await engine.RunAsync($$"""
            name: again
            operations:
              - { id: away, type: delete, target: server, items: [b], irreversible: {{(irreversible ? "true" : "false")}} }
              - { id: back, type: create, target: server, items: [b], depends_on: [away] }
            """);

        BatchRun undone = await engine.RollBackAsync(run.Id);

        Assert.Equal((RunStatus.RollbackFailed, string.Format(CultureInfo.InvariantCulture, advice, run.Id)), (undone.Status, FailureBlock.WayOn(undone)));
        if (irreversible)
            return;
        await using ActiveRun more = await engine.Engine.RollbackAsync(run.Id, new RollbackOptions { Recreate = true }, new RunOptions(), TestContext.Current.CancellationToken);
        Assert.Equal((RunStatus.RolledBack, true), ((await more.Completion).Status, engine.World.Resources.ContainsKey("infra/b")));
    }

    [Fact]
    public async Task Rollback_DeletionCutShort_IsAskedForAgainThoughTheServerIsNotFound()
    {
        await using ScriptedEngine engine = new();
        engine.WriteServers("a", "b");
        BatchRun made = await engine.RunAsync(Chain + "\nretry_policy: { max_attempts: 2, initial_delay: 0 }\n");
        engine.World.On("delete infra/b", Answer.LosesAnswer(FailureKind.Timeout), Answer.Ok);

        BatchRun undone = await engine.RollBackAsync(made.Id);

        Assert.Equal(RunStatus.RolledBack, undone.Status);
        Assert.Equal(2, engine.World.CallsTo("delete infra/b").Count);
    }
}
