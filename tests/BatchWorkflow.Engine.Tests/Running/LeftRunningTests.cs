using BatchWorkflow.TestKit.Scripted;

namespace BatchWorkflow.Engine.Tests.Running;

/// <summary>Scripts that an attempt could not end because its server was out of reach.</summary>
public sealed class LeftRunningTests
{
    private const string Install = """
        name: install
        retry_policy: { max_attempts: 4, initial_delay: 0.01 }
        operations:
          - { id: make, type: create, target: server, items: [a] }
          - { id: install, type: create, target: taskserv, items: [thing], depends_on: [make], timeout: 1 }
        """;

    [Fact]
    public async Task Retry_ScriptOfTheAttemptBeforeStillRuns_EndsItFirst()
    {
        await using ScriptedEngine engine = Make();
        engine.World.On("run infra/a thing*/create*", Answer.Hangs, Answer.Ok);
        engine.World.On("end infra/a thing*/create*", Answer.Fails(FailureKind.Transient, "out of reach"), Answer.Ok);

        BatchRun run = await engine.RunAsync(Install);

        Assert.Equal(RunStatus.Succeeded, run.Status);
        Assert.Equal(2, engine.World.CallsTo("run infra/a thing*/create*").Count);
        Assert.Equal(1, engine.World.MaxConcurrent("run infra/a thing*/create*"));
    }

    [Fact]
    public async Task Retry_ServerIsOutOfReachForAnAttempt_EndsWhatTheOneBeforeLeft()
    {
        await using ScriptedEngine engine = Make();
        engine.World.On("run infra/a thing*/create*", Answer.Hangs, Answer.Ok);
        engine.World.On("end infra/a thing*/create*", Answer.Fails(FailureKind.Transient, "out of reach"), Answer.Fails(FailureKind.Transient, "out of reach"), Answer.Ok);

        BatchRun run = await engine.RunAsync(Install);

        Assert.Equal(RunStatus.Succeeded, run.Status);
        Assert.Equal(3, run.StepList.Single(s => s.Item == "thing").Attempts);
        Assert.Equal(1, engine.World.MaxConcurrent("run infra/a thing*/create*"));
    }

    private static ScriptedEngine Make()
    {
        ScriptedEngine engine = new();
        engine.WriteServers("a");
        engine.Write("taskservs/thing/taskserv.yaml", "description: A thing.\n");
        engine.Write("taskservs/thing/create.sh", "true\n");
        return engine;
    }
}
