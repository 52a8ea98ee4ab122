using BatchWorkflow.TestKit.Scripted;

namespace BatchWorkflow.Engine.Tests.Running;

/// <summary>A deletion ends with the thing gone, and never makes it.</summary>
public sealed class DeleteTests
{
    private const string Make = """
        name: site
        operations:
          - { id: make, type: create, target: server, items: [a] }
          - { id: app, type: create, target: taskserv, items: [app], depends_on: [make] }
        """;

    private const string RemoveServer = """
        name: site
        operations:
          - { id: remove, type: delete, target: server, items: [a] }
        """;

    private const string RemoveTaskserv = """
        name: site
        operations:
          - { id: drop, type: delete, target: taskserv, items: [app] }
        """;

    private const string RemoveBoth = """
        name: site
        operations:
          - { id: drop, type: delete, target: taskserv, items: [app] }
          - { id: remove, type: delete, target: server, items: [a], depends_on: [drop] }
        """;

    private const string RemoveCluster = """
        name: site
        operations:
          - { id: drop, type: delete, target: cluster, items: [all] }
        """;

    [Fact]
    public async Task Server_ThatIsAbsent_IsNotMade()
    {
        await using ScriptedEngine engine = New();

        BatchRun run = await engine.RunAsync(RemoveServer);

        Assert.Equal((RunStatus.Succeeded, 0), (run.Status, run.StepsChanged));
        Assert.Empty(engine.World.Resources);
        Assert.Empty(engine.World.CallsTo("create *").Concat(engine.World.CallsTo("delete *")));
    }

    [Fact]
    public async Task Server_ThatAppearsAfterThePlan_IsDeleted()
    {
        await using ScriptedEngine engine = New();
        Plan planned = await engine.PlanAsync(RemoveServer);
        Assert.Equal(StepAction.Nothing, planned.Steps.Single(s => s.Server == "a").Action);
        await engine.RunAsync(Make);

        BatchRun run = await engine.RunAsync(planned);

        Assert.Equal((RunStatus.Succeeded, StepAction.Delete, true), (run.Status, run.StepList[0].Action, run.StepList[0].Changed));
        Assert.DoesNotContain("infra/a", engine.World.Resources.Keys);
    }

    [Fact]
    public async Task Server_ThatGoesAfterThePlan_IsUnchanged()
    {
        await using ScriptedEngine engine = New();
        await engine.RunAsync(Make);
        Plan planned = await engine.PlanAsync(RemoveBoth);
        engine.World.Resources.Clear();

        BatchRun run = await engine.RunAsync(planned);

        Assert.Equal((RunStatus.Succeeded, 0), (run.Status, run.StepsChanged));
        Assert.Empty(engine.World.CallsTo("run infra/a app*/delete"));
    }

    [Fact]
    public async Task Server_ThatTheProviderMadeAndRefusedAsAConflict_IsTheRunsOwn()
    {
        await using ScriptedEngine engine = New();
        engine.World.On("create infra/a", Answer.LosesAnswer(FailureKind.Conflict));

        BatchRun run = await engine.RunAsync(Make);

        Assert.Equal((RunStatus.Succeeded, true), (run.Status, run.StepList[0].Changed));
        Assert.Equal(RunStatus.RolledBack, (await engine.RollBackAsync(run.Id)).Status);
        Assert.Empty(engine.World.Resources);
    }

    [Fact]
    public async Task TaskservWithoutCheck_OnAServerThatTheRunMakes_IsLeftAlone()
    {
        await using ScriptedEngine engine = New();
        WritePlain(engine);
        Plan planned = await engine.PlanAsync("""
            name: site
            operations:
              - { id: make, type: create, target: server, items: [a] }
              - { id: drop, type: delete, target: taskserv, items: [plain], depends_on: [make] }
            """);
        Assert.Equal((StepAction.Nothing, true), (planned.Steps[1].Action, planned.Steps[1].Exact));

        BatchRun run = await engine.RunAsync(planned);

        Assert.Equal((RunStatus.Succeeded, false), (run.Status, run.StepList[1].Changed));
        Assert.Empty(engine.World.CallsTo("run *plain*"));
    }

    [Fact]
    public async Task TaskservWithoutCheck_ThatIsDeletedTwice_IsNotPlannedAsNothing()
    {
        await using ScriptedEngine engine = New();
        WritePlain(engine);
        await engine.RunAsync(Make);

        Plan planned = await engine.PlanAsync("""
            name: site
            operations:
              - { id: drop, type: delete, target: taskserv, items: [plain] }
              - { id: again, type: delete, target: taskserv, items: [plain], depends_on: [drop] }
            """);

        Assert.Equal((StepAction.Delete, false), (planned.Steps[1].Action, planned.Steps[1].Exact));
    }

    [Theory]
    [InlineData(RemoveTaskserv)]
    [InlineData(RemoveCluster)]
    public async Task Taskserv_ThatIsAbsent_IsNeitherMadeNorDeleted(string remove)
    {
        await using ScriptedEngine engine = New();
        await engine.RunAsync(Make);
        engine.World.On("run infra/a app*/check", Answer.Ok, Answer.Exits(1) with { Output = ["::absent"] });
        BatchRun first = await engine.RunAsync(remove);
        Assert.Equal((RunStatus.Succeeded, 1), (first.Status, first.StepsChanged));

        PlanStep planned = (await engine.PlanAsync(remove, refresh: true)).Steps.Single(s => s.Taskserv == "app");
        BatchRun second = await engine.RunAsync(remove);

        Assert.Equal((StepAction.Nothing, true), (planned.Action, planned.Exact));
        Assert.Equal((RunStatus.Succeeded, 0), (second.Status, second.StepsChanged));
        Assert.Single(engine.World.CallsTo("run infra/a app*/delete"));
    }

    [Theory]
    [InlineData(RemoveTaskserv)]
    [InlineData(RemoveCluster)]
    [InlineData(RemoveBoth)]
    public async Task Taskserv_OnAServerThatIsGone_IsGone(string remove)
    {
        await using ScriptedEngine engine = New();
        await engine.RunAsync(Make);
        await engine.RunAsync(RemoveServer);

        PlanStep planned = (await engine.PlanAsync(remove)).Steps.Single(s => s.Taskserv == "app");
        BatchRun run = await engine.RunAsync(remove);

        Assert.Equal((StepAction.Nothing, true), (planned.Action, planned.Exact));
        Assert.Equal((RunStatus.Succeeded, 0), (run.Status, run.StepsChanged));
    }

    [Fact]
    public async Task Taskserv_OnAServerThatAnEarlierOperationDeletes_IsGone()
    {
        await using ScriptedEngine engine = New();
        await engine.RunAsync(Make);

        BatchRun run = await engine.RunAsync("""
            name: site
            type: sequential
            operations:
              - { id: remove, type: delete, target: server, items: [a] }
              - { id: drop, type: delete, target: taskserv, items: [app], depends_on: [remove] }
            """);

        Assert.Equal((RunStatus.Succeeded, 1), (run.Status, run.StepsChanged));
        Assert.Empty(engine.World.CallsTo("run infra/a app*/delete"));
    }

    [Fact]
    public async Task Undo_OfATaskservWhoseServerIsGone_FindsNothing()
    {
        await using ScriptedEngine engine = New();
        engine.World.On("run infra/a app*/check", Answer.Exits(1) with { Output = ["::absent"] });
        BatchRun made = await engine.RunAsync(Make);
        engine.World.Resources.Clear();

        BatchRun undone = await engine.RollBackAsync(made.Id);

        Assert.Equal((RunStatus.RolledBack, 0), (undone.Status, undone.StepsChanged));
        Assert.Empty(engine.World.CallsTo("run infra/a app*/delete"));
    }

    [Fact]
    public async Task Check_OfATaskservWhoseServerIsGone_IsDrift()
    {
        await using ScriptedEngine engine = New();

        BatchRun run = await engine.RunAsync("""
            name: site
            operations:
              - { id: look, type: check, target: taskserv, items: [app] }
            """);

        Assert.Equal((RunStatus.Failed, FailureKind.Drift), (run.Status, run.StepList[0].Failure!.Kind));
    }

    private static void WritePlain(ScriptedEngine engine)
    {
        engine.Write("taskservs/plain/taskserv.yaml", "description: A thing without a check.\n");
        foreach (string script in new[] { "create", "delete" })
            engine.Write($"taskservs/plain/{script}.sh", "true\n");
    }

    private static ScriptedEngine New()
    {
        ScriptedEngine engine = new();
        engine.Write("infrastructure.yaml", """
            name: infra
            servers:
              - { name: a, provider: scripted, connection: { kind: scripted } }
            clusters:
              - { name: all, servers: [a], taskservs: [app] }
            """);
        engine.Write("taskservs/app/taskserv.yaml", "description: A thing.\n");
        foreach (string script in new[] { "create", "delete", "check" })
            engine.Write($"taskservs/app/{script}.sh", "true\n");
        return engine;
    }
}
