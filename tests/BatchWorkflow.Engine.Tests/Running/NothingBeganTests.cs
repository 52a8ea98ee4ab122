using BatchWorkflow.Engine.Running;
using BatchWorkflow.TestKit.Scripted;

namespace BatchWorkflow.Engine.Tests.Running;

/// <summary>Attempts that ended before a server was asked to do anything leave nothing to undo.</summary>
public sealed class NothingBeganTests
{
    private const string Site = """
        name: site
        operations:
          - { id: make, type: create, target: server, items: [a] }
          - { id: app, type: create, target: taskserv, items: [app], depends_on: [make], on_failure: rollback }
        retry_policy: { max_attempts: 1 }
        """;

    private static readonly Failure _refused = new() { Kind = FailureKind.Auth, Message = "a refuses the login." };

    [Theory]
    [InlineData("facts infra/a")]
    [InlineData("start infra/a app*/check")]
    [InlineData("start infra/a app*/create")]
    public async Task Login_Refused_IsRolledBackAndShown(string call)
    {
        await using ScriptedEngine engine = New();
        await engine.RunAsync("""
            name: site
            operations:
              - { id: make, type: create, target: server, items: [a] }
            """);
        engine.World.On(call, new Answer { Failure = _refused, NeverAsked = true });

        BatchRun run = await engine.RunAsync(Site);

        BatchStep step = run.StepList.Single(s => s.Taskserv == "app");
        Assert.Equal((RunStatus.RolledBack, true, StepStatus.Failed, false), (run.Status, run.Failed, step.Status, step.Began));
        Assert.Empty(run.NotUndone);
        Assert.Empty(engine.World.CallsTo("run infra/a app*/delete"));
        string block = await engine.Engine.DescribeFailureAsync(run, step, 120, colour: false, TestContext.Current.CancellationToken);
        Assert.Contains("Auth: a refuses the login.", block, StringComparison.Ordinal);
        Assert.DoesNotContain("in part", block, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WhoseAnswerWasLost_CountsAsBegun()
    {
        await using ScriptedEngine engine = New();
        engine.World.On("start infra/a app*/create", Answer.LosesAnswer());

        BatchRun run = await engine.RunAsync(Site);

        Assert.Equal(RunStatus.RolledBack, run.Status);
        Assert.Single(engine.World.CallsTo("run infra/a app*/delete"));
    }

    [Fact]
    public async Task Gate_DeniedBeforeAnythingChanged_IsFailed()
    {
        await using ScriptedEngine engine = New();
        await engine.RunAsync("""
            name: site
            operations:
              - { id: make, type: create, target: server, items: [a] }
            """);

        BatchRun run = await engine.RunAsync("""
            name: site
            operations:
              - { id: make, type: create, target: server, items: [a] }
              - { id: release, type: gate, timeout: 1, default: deny, depends_on: [make] }
            """);

        Assert.Equal(RunStatus.Failed, run.Status);
    }

    private static ScriptedEngine New()
    {
        ScriptedEngine engine = new();
        engine.WriteServers("a");
        engine.World.Facts["infra/a"] = new ServerFacts();
        engine.Write("taskservs/app/taskserv.yaml", "description: A thing.\n");
        engine.Write("taskservs/app/create.sh", "true\n");
        engine.Write("taskservs/app/delete.sh", "true\n");
        engine.Write("taskservs/app/check.sh", "true\n");
        engine.World.On("run infra/a app*/check", Answer.Exits(1) with { Output = ["::absent"] });
        return engine;
    }
}
