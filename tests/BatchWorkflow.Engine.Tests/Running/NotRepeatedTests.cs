using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.Engine.Views;
using BatchWorkflow.TestKit.Scripted;

namespace BatchWorkflow.Engine.Tests.Running;

/// <summary>A step that says repeatable: false and was cut off with its engine.</summary>
public sealed class NotRepeatedTests
{
    private const string Create = "run infra/a thing*/create";

    private const string Install = """
        name: install
        operations:
          - { id: make, type: create, target: server, items: [a] }
          - { id: install, type: create, target: taskserv, items: [thing], depends_on: [make], on_failure: fail, repeatable: false }
          - { id: other, type: create, target: taskserv, items: [other], depends_on: [make], on_failure: fail }
        """;

    [Fact]
    public async Task Resume_AgainAndAgain_IsRefusedUntilARestartSaysSo()
    {
        await using ScriptedEngine engine = Make();
        string id = await CutOffAsync(engine);
        BatchRun first = await GoOnAsync(engine.Engine.ResumeAsync(id, new RunOptions(), TestContext.Current.CancellationToken));
        Assert.Equal((RunStatus.Failed, $"Restart-BatchWorkflow {id}"), (first.Status, FailureBlock.WayOn(first)));

        for (int again = 0; again < 2; again++)
        {
            BatchWorkflowException refused = await Assert.ThrowsAsync<BatchWorkflowException>(
                () => engine.Engine.ResumeAsync(id, new RunOptions(), TestContext.Current.CancellationToken));
            Assert.Equal("Run.NotResumable", refused.ErrorId);
            Assert.Contains($"Restart-BatchWorkflow {id} begins it again", refused.RecommendedAction, StringComparison.Ordinal);
        }
        Assert.Single(engine.World.CallsTo(Create));

        BatchRun restarted = await GoOnAsync(engine.Engine.RestartAsync(id, new RestartOptions(), new RunOptions(), TestContext.Current.CancellationToken));
        Assert.Equal(RunStatus.Succeeded, restarted.Status);
        Assert.Equal(2, engine.World.CallsTo(Create).Count);
    }

    [Fact]
    public async Task Resume_TheRunWasLetGoWhileItRan_IsNotRepeatedUntilARestartSaysSo()
    {
        await using ScriptedEngine engine = Make();
        engine.World.On(Create, Answer.Hangs, Answer.Ok);
        await using ActiveRun run = await engine.SubmitAsync(await engine.PlanAsync(Install));
        await engine.World.BegunAsync(Create, 1, TestContext.Current.CancellationToken);
        await run.LetGoAsync();

        BatchRun resumed = await GoOnAsync(engine.Engine.ResumeAsync(run.Id, new RunOptions(), TestContext.Current.CancellationToken));
        Assert.Equal(RunStatus.Failed, resumed.Status);
        Assert.Single(engine.World.CallsTo(Create));
        await Assert.ThrowsAsync<BatchWorkflowException>(() => engine.Engine.ResumeAsync(run.Id, new RunOptions(), TestContext.Current.CancellationToken));

        BatchRun restarted = await GoOnAsync(engine.Engine.RestartAsync(run.Id, new RestartOptions(), new RunOptions(), TestContext.Current.CancellationToken));
        Assert.Equal((RunStatus.Succeeded, 2), (restarted.Status, engine.World.CallsTo(Create).Count));
    }

    [Fact]
    public async Task Run_ScriptLeftNoExitStatus_IsNotRepeatedUntilARestartSaysSo()
    {
        await using ScriptedEngine engine = Make();
        engine.World.On(Create, Answer.Hangs, Answer.Ok);
        await using ActiveRun run = await engine.SubmitAsync(await engine.PlanAsync(Install));
        await engine.World.BegunAsync(Create, 1, TestContext.Current.CancellationToken);
        engine.World.LoseScripts();

        BatchRun failed = await run.Completion;
        Assert.Equal((RunStatus.Failed, $"Restart-BatchWorkflow {run.Id}"), (failed.Status, FailureBlock.WayOn(failed)));
        Assert.Single(engine.World.CallsTo(Create));

        BatchRun restarted = await GoOnAsync(engine.Engine.RestartAsync(run.Id, new RestartOptions(), new RunOptions(), TestContext.Current.CancellationToken));
        Assert.Equal((RunStatus.Succeeded, 2), (restarted.Status, engine.World.CallsTo(Create).Count));
    }

    [Fact]
    public async Task Resume_OnceItWasSkipped_GoesOnWithoutIt()
    {
        await using ScriptedEngine engine = Make();
        string id = await CutOffAsync(engine);
        await GoOnAsync(engine.Engine.ResumeAsync(id, new RunOptions(), TestContext.Current.CancellationToken));
        await engine.Engine.SkipAsync(id, "install", "looked at", TestContext.Current.CancellationToken);

        BatchRun run = await GoOnAsync(engine.Engine.ResumeAsync(id, new RunOptions(), TestContext.Current.CancellationToken));

        Assert.Equal(RunStatus.Succeeded, run.Status);
        Assert.Single(engine.World.CallsTo(Create));
    }

    [Fact]
    public async Task Resume_WhatItStartedStillRuns_WaitsForItsEndAndSaysSo()
    {
        await using ScriptedEngine engine = Make();
        string id = await CutOffAsync(engine, isLost: false);
        await using ActiveRun run = await engine.Engine.ResumeAsync(id, new RunOptions(), TestContext.Current.CancellationToken);
        await engine.World.BegunAsync("wait infra/a thing*/create", 2, TestContext.Current.CancellationToken);
        await WaitUntilAsync(() => run.Snapshot().StepList.Single(s => s.Item == "thing").WaitingFor == "what an earlier engine started on a to end");
        Assert.Single(engine.World.CallsTo(Create));
        engine.World.LoseScripts();

        Assert.Equal(RunStatus.Failed, (await run.Completion).Status);
        Assert.Single(engine.World.CallsTo(Create));
    }

    private static async Task WaitUntilAsync(Func<bool> reached)
    {
        while (!reached())
            await Task.Delay(5, TestContext.Current.CancellationToken);
    }

    private static async Task<BatchRun> GoOnAsync(Task<ActiveRun> going)
    {
        await using ActiveRun run = await going;
        return await run.Completion;
    }

    /// <summary>Ends the engine's work on a run while the script runs, and then the script.</summary>
    private static async Task<string> CutOffAsync(ScriptedEngine engine, bool isLost = true)
    {
        TaskCompletionSource other = new(TaskCreationOptions.RunContinuationsAsynchronously);
        engine.World.On(Create, Answer.Hangs, Answer.Ok);
        engine.World.On("run infra/a other*/create", Answer.WaitsFor(other.Task), Answer.Ok);
        ActiveRun run = await engine.SubmitAsync(await engine.PlanAsync(Install));
        await engine.World.BegunAsync(Create, 1, TestContext.Current.CancellationToken);
        engine.Written = entry => entry.Event is AttemptEnded ? throw new InvalidOperationException("the engine ends here") : Task.CompletedTask;
        other.SetResult();
        await Assert.ThrowsAsync<InvalidOperationException>(() => run.Completion);
        engine.Written = null;
        if (!isLost)
            return run.Id;
        engine.World.LoseScripts();
        await engine.World.EndedAsync(Create, 1, TestContext.Current.CancellationToken);
        return run.Id;
    }

    private static ScriptedEngine Make()
    {
        ScriptedEngine engine = new();
        engine.WriteServers("a");
        foreach (string name in new[] { "thing", "other" })
        {
            engine.Write($"taskservs/{name}/taskserv.yaml", "description: A thing.\n");
            engine.Write($"taskservs/{name}/create.sh", "true\n");
        }
        return engine;
    }
}
