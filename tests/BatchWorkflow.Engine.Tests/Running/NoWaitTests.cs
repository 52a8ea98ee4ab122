using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.TestKit.Scripted;

namespace BatchWorkflow.Engine.Tests.Running;

/// <summary>Runs that must not wait for a server of another run.</summary>
public sealed class NoWaitTests
{
    private static readonly RunOptions NoWait = new() { NoWait = true };

    private const string Create = """
        name: create
        operations:
          - { id: make, type: create, target: server, items: [a] }
        """;

    [Fact]
    public async Task Submit_ServerIsHeld_IsRefusedAndLeavesNoRun()
    {
        await using ScriptedEngine engine = Make(out TaskCompletionSource gate);
        await using ActiveRun first = await HoldAsync(engine);

        BatchWorkflowException refused = await Assert.ThrowsAsync<BatchWorkflowException>(async () => await engine.SubmitAsync(await engine.PlanAsync(Create), NoWait));

        Assert.Equal(("Server.Held", $"Server a is held by run {first.Id}."), (refused.ErrorId, refused.Message));
        Assert.Equal([first.Id], await IdsAsync(engine));
        gate.SetResult();
        Assert.Equal(RunStatus.Succeeded, (await first.Completion).Status);
    }

    [Fact]
    public async Task Submit_AnotherRunComesInBetween_EndsStoppedAndSaysWhy()
    {
        await using ScriptedEngine engine = Make(out TaskCompletionSource gate);
        Plan plan = await engine.PlanAsync(Create);
        ActiveRun? other = null;
        engine.Written = async entry =>
        {
            if (entry.Event is not RunSubmitted)
                return;
            engine.Written = null;
            other = await HoldAsync(engine);
        };

        ActiveRun run = await engine.SubmitAsync(plan, NoWait);

        Assert.Equal("Server.Held", (await Assert.ThrowsAsync<BatchWorkflowException>(() => run.Completion)).ErrorId);
        BatchRun refused = await engine.Engine.GetAsync(run.Id, TestContext.Current.CancellationToken);
        Assert.Equal((RunStatus.Stopped, $"Server a is held by run {other!.Id}."), (refused.Status, refused.Reason));
        gate.SetResult();
        await other.Completion;
        await other.DisposeAsync();
        await using ActiveRun resumed = await engine.Engine.ResumeAsync(run.Id, NoWait, TestContext.Current.CancellationToken);
        Assert.Equal(RunStatus.Succeeded, (await resumed.Completion).Status);
    }

    [Fact]
    public async Task Rollback_ServerIsHeld_IsRefusedAndTheRunStaysWhatItWas()
    {
        await using ScriptedEngine engine = Make(out TaskCompletionSource gate);
        gate.SetResult();
        BatchRun made = await engine.RunAsync(Create);
        TaskCompletionSource check = new(TaskCreationOptions.RunContinuationsAsynchronously);
        engine.World.On("find infra/a", Answer.WaitsFor(check.Task));
        await using ActiveRun holder = await engine.SubmitAsync(await engine.PlanAsync(Create));
        await engine.World.BegunAsync("find infra/a", 2, TestContext.Current.CancellationToken);

        BatchWorkflowException refused = await Assert.ThrowsAsync<BatchWorkflowException>(() =>
            engine.Engine.RollbackAsync(made.Id, new RollbackOptions(), NoWait, TestContext.Current.CancellationToken));

        Assert.Equal("Server.Held", refused.ErrorId);
        Assert.Equal(RunStatus.Succeeded, (await engine.Engine.GetAsync(made.Id, TestContext.Current.CancellationToken)).Status);
        check.SetResult();
        await holder.Completion;
    }

    private static ScriptedEngine Make(out TaskCompletionSource gate)
    {
        ScriptedEngine engine = new();
        engine.WriteServers("a");
        TaskCompletionSource opened = gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        engine.World.On("create infra/a", Answer.WaitsFor(opened.Task));
        return engine;
    }

    private static async Task<ActiveRun> HoldAsync(ScriptedEngine engine)
    {
        ActiveRun run = await engine.SubmitAsync(await engine.PlanAsync(Create));
        await engine.World.BegunAsync("create infra/a", cancellationToken: TestContext.Current.CancellationToken);
        return run;
    }

    private static async Task<List<string>> IdsAsync(ScriptedEngine engine) =>
        await engine.Engine.ListAsync(r => Assert.Fail(r.ToString()), TestContext.Current.CancellationToken).Select(r => r.Id).ToListAsync();
}
