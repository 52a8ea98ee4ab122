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
}
