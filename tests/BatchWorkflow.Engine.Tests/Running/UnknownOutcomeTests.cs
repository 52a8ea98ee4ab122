using BatchWorkflow.Engine.Running;
using BatchWorkflow.TestKit.Scripted;

namespace BatchWorkflow.Engine.Tests.Running;

/// <summary>Scripts that were started and could not be asked how they ended: nothing is repeated before they were.</summary>
public sealed class UnknownOutcomeTests
{
    private const string Act = "run infra/a thing*/create*";

    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Theory]
    [InlineData(FailureKind.Auth)]
    [InlineData(FailureKind.Transient)]
    [InlineData(FailureKind.Fatal)]
    public async Task Resume_ServerCouldNotBeAskedAndTheScriptRuns_WaitsForItAndRunsItOnce(FailureKind kind)
    {
        await using ScriptedEngine engine = Make();
        engine.World.On(Act, Answer.WaitsFor(_over.Task));
        engine.World.On("wait infra/a thing*", Answer.Fails(kind, "it cannot be asked"), Answer.Ok);

        BatchRun failed = await engine.RunAsync(Install(attempts: 1));
        Assert.Equal(RunStatus.Failed, failed.Status);
        Assert.Contains("What was started on a may still run", failed.StepList.Single(s => s.Item == "thing").Failure!.Message, StringComparison.Ordinal);

        await using ActiveRun resumed = await engine.Engine.ResumeAsync(failed.Id, new RunOptions(), TestContext.Current.CancellationToken);
        _over.SetResult();
        Assert.Equal(RunStatus.Succeeded, (await resumed.Completion).Status);
        Assert.Single(engine.World.CallsTo(Act));
    }

    [Fact]
    public async Task Resume_ScriptHasFailedMeanwhile_TellsItsFailureAndNothingIsRepeated()
    {
        await using ScriptedEngine engine = Make();
        engine.World.On(Act, Answer.Exits(9));
        engine.World.On("wait infra/a thing*", Answer.Fails(FailureKind.Auth), Answer.Ok);

        BatchRun failed = await engine.RunAsync(Install(attempts: 1));
        await using ActiveRun resumed = await engine.Engine.ResumeAsync(failed.Id, new RunOptions(), TestContext.Current.CancellationToken);
        Assert.Equal(9, (await resumed.Completion).StepList.Single(s => s.Item == "thing").Failure!.ExitCode);
        Assert.Single(engine.World.CallsTo(Act));
    }

    [Fact]
    public async Task Resume_ServerStillCannotBeAsked_IsAskedByTheNextResume()
    {
        await using ScriptedEngine engine = Make();
        engine.World.On("wait infra/a thing*", Answer.Fails(FailureKind.Auth), Answer.Ok);
        engine.World.On("probe infra/a thing*", Answer.Fails(FailureKind.Auth), Answer.Ok);

        BatchRun run = await engine.RunAsync(Install(attempts: 1));
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(RunStatus.Failed, run.Status);
            await using ActiveRun resumed = await engine.Engine.ResumeAsync(run.Id, new RunOptions(), TestContext.Current.CancellationToken);
            run = await resumed.Completion;
        }
        Assert.Equal(RunStatus.Succeeded, run.Status);
        Assert.Single(engine.World.CallsTo(Act));
    }

    [Fact]
    public async Task Retry_AnswerToTheStartIsLost_TakesTheOutcomeOfTheFirst()
    {
        await using ScriptedEngine engine = Make();
        engine.World.On("start infra/a thing*/create*", Answer.LosesAnswer(), Answer.Ok);

        Assert.Equal(RunStatus.Succeeded, (await engine.RunAsync(Install(attempts: 2))).Status);
        Assert.Single(engine.World.CallsTo(Act));
    }

    [Fact]
    public async Task Retry_StartNeverArrived_StartsIt()
    {
        await using ScriptedEngine engine = Make();
        engine.World.On("start infra/a thing*/create*", Answer.Fails(FailureKind.Transient), Answer.Ok);

        Assert.Equal(RunStatus.Succeeded, (await engine.RunAsync(Install(attempts: 2))).Status);
        Assert.Single(engine.World.CallsTo(Act));
    }

    [Fact]
    public async Task Retry_HealthCheckCouldNotBeAsked_RepeatsTheHealthCheckAndNotTheScript()
    {
        await using ScriptedEngine engine = Make("health_check: { command: 'healthy', retries: 1 }\n");
        engine.World.On("start infra/a healthy", Answer.Fails(FailureKind.Transient), Answer.Ok);

        Assert.Equal(RunStatus.Succeeded, (await engine.RunAsync(Install(attempts: 2))).Status);
        Assert.Single(engine.World.CallsTo(Act));
    }

    [Fact]
    public async Task Rollback_ScriptMayStillRun_EndsItBeforeItUndoes()
    {
        await using ScriptedEngine engine = Make();
        engine.World.On(Act, Answer.Hangs);
        engine.World.On("wait infra/a thing*/create*", Answer.Fails(FailureKind.Auth));

        BatchRun failed = await engine.RunAsync(Install(attempts: 1));
        BatchRun undone = await engine.RollBackAsync(failed.Id);

        Assert.Equal(RunStatus.RolledBack, undone.Status);
        Assert.Single(engine.World.CallsTo("end infra/a thing*/create*"));
    }

    private static string Install(int attempts) => $$"""
        name: install
        retry_policy: { max_attempts: {{attempts}}, initial_delay: 0.01 }
        operations:
          - { id: make, type: create, target: server, items: [a] }
          - { id: install, type: create, target: taskserv, items: [thing], depends_on: [make], on_failure: fail }
        """;

    private static ScriptedEngine Make(string taskserv = "description: A thing.\n")
    {
        ScriptedEngine engine = new();
        engine.WriteServers("a");
        engine.Write("taskservs/thing/taskserv.yaml", taskserv);
        engine.Write("taskservs/thing/create.sh", "true\n");
        engine.Write("taskservs/thing/delete.sh", "true\n");
        return engine;
    }
}
