using BatchWorkflow.Engine.Running;
using BatchWorkflow.TestKit.Scripted;

namespace BatchWorkflow.Engine.Tests.Running;

/// <summary>What depends on an operation that goes on after failures is held up only on the servers where it failed.</summary>
public sealed class PerServerBarrierTests
{
    private static readonly StepDependency PerServer = new() { On = "one", IsOperation = true, PerServer = true };

    [Fact]
    public async Task Run_OneServerOfFiveRefusesConnections_GoesOnOnTheOtherFour()
    {
        await using ScriptedEngine engine = Make();
        engine.World.On("* infra/c *", Answer.Fails(FailureKind.Auth, "refused"));

        BatchRun run = await engine.RunAsync(Workflow("continue"));

        Assert.Equal(RunStatus.Failed, run.Status);
        Assert.Equal("Succeeded Succeeded Omitted Succeeded Succeeded", Ends(run, "second"));
        Assert.Equal("one/first@c failed", run.StepList.Single(s => s.Id == "two/second@c").Reason);
    }

    [Fact]
    public async Task Run_TheOperationBeforeDoesNotGoOn_StartsNothingBehindIt()
    {
        await using ScriptedEngine engine = Make();
        engine.World.On("* infra/c *", Answer.Fails(FailureKind.Auth, "refused"));

        BatchRun run = await engine.RunAsync(Workflow("fail"));

        Assert.DoesNotContain("Succeeded", Ends(run, "second"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restart_TheServerIsMended_RunsWhatItHeldUpThere()
    {
        await using ScriptedEngine engine = Make();
        engine.World.On("run infra/c first*/create", Answer.Exits(1), Answer.Ok);
        BatchRun run = await engine.RunAsync(Workflow("continue"));

        await using ActiveRun again = await engine.Engine.RestartAsync(run.Id, new RestartOptions { FailedOnly = true }, new RunOptions(), TestContext.Current.CancellationToken);

        Assert.Equal(RunStatus.Succeeded, (await again.Completion).Status);
        Assert.Equal((6, 5), (engine.World.CallsTo("run * first*/create").Count, engine.World.CallsTo("run * second*/create").Count));
    }

    [Fact]
    public void Ended_StepsOfManyServers_ReleasesAllAtOnceAndOmitsWhereItFailed()
    {
        Frontier frontier = Make(Step("one", "a"), Step("one", "b"), Step("two", "a", PerServer), Step("two", "b", PerServer));

        frontier.Ended("one/a", StepStatus.Succeeded);
        Assert.Equal(["one/b"], Ready(frontier));
        frontier.Ended("one/b", StepStatus.Failed);

        Assert.Equal(["two/a"], Ready(frontier));
        Assert.Equal([("two/b", "one/b failed")], frontier.TakeVerdicts().Select(v => (v.Step, v.Reason)));
    }

    [Theory]
    [InlineData(StepStatus.Succeeded, "two/ two/a")]
    [InlineData(StepStatus.Failed, "")]
    public void Ended_BehindAGate_IsHeldUpOnTheSameServer(StepStatus other, string ready)
    {
        PlanStep gate = Gate("gate", PerServer);
        StepDependency behind = new() { On = "gate", IsOperation = true };
        Frontier frontier = Make(Step("one", "a"), Step("one", "b"), gate, Step("two", "a", behind), Step("two", "b", behind), Gate("two", behind));

        frontier.Ended("one/b", StepStatus.Failed);
        frontier.Ended("one/a", other);
        if (other == StepStatus.Succeeded)
            frontier.Ended("gate/", StepStatus.Succeeded);

        Assert.Equal(ready, string.Join(' ', Ready(frontier).Order(StringComparer.Ordinal)));
        Assert.Contains(frontier.TakeVerdicts(), v => v.Step == (other == StepStatus.Succeeded ? "two/b" : "gate/"));
    }

    [Fact]
    public void Ended_GateWasAnsweredBeforeARestart_HoldsUntilWhatComesBeforeItHasEnded()
    {
        StepDependency behind = new() { On = "gate", IsOperation = true };
        Plan plan = Graph(Step("one", "a"), Gate("gate", PerServer), Step("two", "a", behind));
        Frontier frontier = new(plan, id => id == "gate/" ? StepStatus.Succeeded : StepStatus.Pending);
        Assert.Equal(["one/a"], Ready(frontier));

        frontier.Ended("one/a", StepStatus.Succeeded);

        Assert.Equal(["two/a"], Ready(frontier));
    }

    [Fact]
    public void Ended_ClusterFailed_HoldsUpAllItsServers()
    {
        Frontier frontier = Make(
            Step("cluster", "a") with { Item = "k" }, Step("two", "b", PerServer with { On = "cluster" }), Step("two", "c", PerServer with { On = "cluster" }));

        frontier.Ended("cluster/a", StepStatus.Failed);

        Assert.Equal(["two/c"], Ready(frontier));
    }

    private static string Workflow(string onFailure) => $"""
        name: install
        retry_policy: {"{ max_attempts: 1 }"}
        operations:
          - {"{ id: make, type: create, target: server, items: [a, b, c, d, e] }"}
          - {"{ id: one, type: create, target: taskserv, items: [first], depends_on: [make], on_failure: "}{onFailure} {"}"}
          - {"{ id: two, type: create, target: taskserv, items: [second], depends_on: [one], on_failure: "}{onFailure} {"}"}
        """;

    private static string Ends(BatchRun run, string item) =>
        string.Join(' ', run.StepList.Where(s => s.Item == item).OrderBy(s => s.Server, StringComparer.Ordinal).Select(s => s.Status));

    private static ScriptedEngine Make()
    {
        ScriptedEngine engine = new();
        engine.WriteServers("a", "b", "c", "d", "e");
        foreach (string name in new[] { "first", "second" })
        {
            engine.Write($"taskservs/{name}/taskserv.yaml", "description: A thing.\n");
            engine.Write($"taskservs/{name}/create.sh", "true\n");
        }
        return engine;
    }

    private static Frontier Make(params PlanStep[] steps) => new(Graph(steps), _ => StepStatus.Pending);

    private static List<string> Ready(Frontier frontier) => [.. frontier.ReadyOperations.SelectMany(frontier.ReadyIn).Select(s => s.Id)];

    private static PlanStep Gate(string operation, params StepDependency[] on) => Step(operation, "", on) with { Kind = StepKind.Gate, Server = null };

    private static PlanStep Step(string operation, string server, params StepDependency[] on) => new()
    {
        Id = $"{operation}/{server}",
        Operation = operation,
        Item = "t",
        Kind = StepKind.Taskserv,
        Action = StepAction.Create,
        Server = server,
        Reason = "test",
        DependsOn = on,
    };

    /// <summary>A plan on an infrastructure whose cluster k has servers a and b.</summary>
    private static Plan Graph(params PlanStep[] steps)
    {
        WorkflowDefinition workflow = new()
        {
            Name = "w",
            Operations = [new OperationDefinition { Id = "cluster", Type = OperationType.Create, Target = OperationTarget.Cluster }],
        };
        InfrastructureDefinition infrastructure = new() { Name = "i", Clusters = [new ClusterDefinition { Name = "k", Servers = ["a", "b"] }] };
        return Plans.Of(steps) with { Source = new PlanSource(workflow, infrastructure, new Dictionary<string, TaskservDefinition>()) };
    }
}
