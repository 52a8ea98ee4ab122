using BatchWorkflow.Engine.Running;
using BatchWorkflow.TestKit.Scripted;

namespace BatchWorkflow.Engine.Tests.Running;

/// <summary>A script that failed left something that its check likes: that makes no step Succeeded.</summary>
public sealed class ScriptFailedTests
{
    private const string Create = "run infra/a thing*/create", Check = "run infra/a thing*/check", Health = "run infra/a healthy";

    private const string Install = """
        name: install
        retry_policy: { max_attempts: 2, initial_delay: 0.01 }
        operations:
          - { id: make, type: create, target: server, items: [a] }
          - { id: install, type: create, target: taskserv, items: [thing], depends_on: [make], timeout: 1, on_failure: fail }
        """;

    [Fact]
    public async Task Retry_ScriptFailedAndItsCheckLikesWhatItLeft_RunsTheScriptAgainAndFails()
    {
        await using ScriptedEngine engine = Make();
        engine.World.On(Create, Answer.Exits(9));

        BatchRun run = await engine.RunAsync(Install);

        Assert.Equal(RunStatus.Failed, run.Status);
        Assert.Equal((2, 1), (engine.World.CallsTo(Create).Count, engine.World.CallsTo(Check).Count));
    }

    [Fact]
    public async Task Retry_ScriptTookTooLong_RunsTheScriptAgain()
    {
        await using ScriptedEngine engine = Make();
        engine.World.On(Create, Answer.Hangs, Answer.Ok);

        BatchRun run = await engine.RunAsync(Install);

        Assert.Equal(RunStatus.Succeeded, run.Status);
        Assert.Equal(2, engine.World.CallsTo(Create).Count);
    }

    [Fact]
    public async Task Retry_HealthCheckFailed_RunsTheScriptAgain()
    {
        await using ScriptedEngine engine = Make("health_check: { command: healthy, retries: 1 }");
        engine.World.On(Health, Answer.Exits(1), Answer.Ok);

        BatchRun run = await engine.RunAsync(Install);

        Assert.Equal(RunStatus.Succeeded, run.Status);
        Assert.Equal((2, 2), (engine.World.CallsTo(Create).Count, engine.World.CallsTo(Health).Count));
    }

    [Fact]
    public async Task Retry_CheckItselfGaveNoAnswer_AsksTheCheckAgain()
    {
        await using ScriptedEngine engine = Make();
        engine.World.On(Check, Answer.Hangs, Answer.Ok);

        BatchRun run = await engine.RunAsync(Install);

        Assert.Equal(RunStatus.Succeeded, run.Status);
        Assert.Equal((0, 2), (engine.World.CallsTo(Create).Count, engine.World.CallsTo(Check).Count));
    }

    [Fact]
    public async Task Resume_AttemptWasCutOff_RunsTheScriptAgain()
    {
        await using ScriptedEngine engine = Make();
        engine.World.On(Create, Answer.Hangs, Answer.Ok);
        await using ActiveRun run = await engine.SubmitAsync(await engine.PlanAsync(Install.Replace("timeout: 1", "timeout: 60", StringComparison.Ordinal)));
        await engine.World.BegunAsync(Create, 1, TestContext.Current.CancellationToken);
        await run.LetGoAsync();

        await using ActiveRun resumed = await engine.Engine.ResumeAsync(run.Id, new RunOptions(), TestContext.Current.CancellationToken);

        Assert.Equal(RunStatus.Succeeded, (await resumed.Completion).Status);
        Assert.Equal(2, engine.World.CallsTo(Create).Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task GoOn_RunIsOverAndItsScriptFailed_RunsTheScriptAgain(bool isRestart)
    {
        await using ScriptedEngine engine = Make();
        engine.World.On(Create, Answer.Exits(9), Answer.Exits(9), Answer.Ok);
        string id = (await engine.RunAsync(Install)).Id;

        await using ActiveRun again = isRestart
            ? await engine.Engine.RestartAsync(id, new RestartOptions(), new RunOptions(), TestContext.Current.CancellationToken)
            : await engine.Engine.ResumeAsync(id, new RunOptions(), TestContext.Current.CancellationToken);

        Assert.Equal(RunStatus.Succeeded, (await again.Completion).Status);
        Assert.Equal((3, 1), (engine.World.CallsTo(Create).Count, engine.World.CallsTo(Check).Count));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Retry_ScriptLeftNoExitStatus_LetsTheCheckDecide(bool hasFailedBefore)
    {
        await using ScriptedEngine engine = Make();
        engine.World.On(Create, hasFailedBefore ? [Answer.Exits(9), Answer.Hangs] : [Answer.Hangs]);
        await using ActiveRun run = await engine.SubmitAsync(await engine.PlanAsync(Install.Replace("max_attempts: 2", "max_attempts: 3", StringComparison.Ordinal)));
        await engine.World.BegunAsync(Create, hasFailedBefore ? 2 : 1, TestContext.Current.CancellationToken);
        engine.World.LoseScripts();

        BatchRun end = await run.Completion;

        Assert.Equal((RunStatus.Succeeded, true), (end.Status, end.StepList.Single(s => s.Item == "thing").Changed));
        Assert.Equal((hasFailedBefore ? 2 : 1, 2), (engine.World.CallsTo(Create).Count, engine.World.CallsTo(Check).Count));
    }

    [Fact]
    public async Task Resume_LastScriptLeftNoExitStatus_LetsTheCheckDecide()
    {
        await using ScriptedEngine engine = Make();
        engine.World.On(Create, Answer.Exits(9), Answer.Hangs);
        await using ActiveRun run = await engine.SubmitAsync(await engine.PlanAsync(Install));
        await engine.World.BegunAsync(Create, 2, TestContext.Current.CancellationToken);
        engine.World.LoseScripts();
        BatchRun failed = await run.Completion;
        Assert.Equal((RunStatus.Failed, FailureKind.Unknown), (failed.Status, failed.StepList.Single(s => s.Item == "thing").Failure?.Kind));

        await using ActiveRun resumed = await engine.Engine.ResumeAsync(run.Id, new RunOptions(), TestContext.Current.CancellationToken);

        Assert.Equal(RunStatus.Succeeded, (await resumed.Completion).Status);
        Assert.Equal((2, 2), (engine.World.CallsTo(Create).Count, engine.World.CallsTo(Check).Count));
    }

    /// <summary>An engine whose thing is not there before its first script, and liked by its check after that.</summary>
    private static ScriptedEngine Make(string more = "description: A thing.")
    {
        ScriptedEngine engine = new();
        engine.WriteServers("a");
        engine.Write("taskservs/thing/taskserv.yaml", more + "\n");
        engine.Write("taskservs/thing/create.sh", "true\n");
        engine.Write("taskservs/thing/check.sh", "true\n");
        engine.World.On(Check, Answer.Exits(1), Answer.Ok);
        return engine;
    }
}
