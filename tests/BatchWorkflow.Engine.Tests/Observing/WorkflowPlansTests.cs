using BatchWorkflow.Engine.Definitions;
using BatchWorkflow.Engine.Tests.Planning;
using BatchWorkflow.TestKit;
using BatchWorkflow.TestKit.Scripted;
using Microsoft.Extensions.Time.Testing;

namespace BatchWorkflow.Engine.Tests.Observing;

/// <summary>From files to a plan, over a scripted world in which server x1 is there.</summary>
public sealed class WorkflowPlansTests : IAsyncDisposable
{
    private const string Hanging = "run infra/x1 hang-*/check";

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly BatchEngine _engine;
    private readonly ScriptedWorld _world;

    public WorkflowPlansTests()
    {
        string state = Path.Combine(_folder.Path, "state");
        _engine = new BatchEngine(new EngineOptions { StatePath = state, Plugins = [typeof(ScriptedWorld).Assembly], Time = _time });
        _world = ScriptedWorld.At(state);
        _world.Resources["infra/x1"] = new ResourceState { Identity = "infra/x1", Kind = "server", ProviderId = "1" };
        _world.On(Hanging, Answer.Hangs);
        Write("infrastructure.yaml", "name: infra\nservers: [{ name: x1, provider: scripted, connection: { kind: scripted } }]\n");
        Taskserv("a", "check.sh", "create.sh");
        Taskserv("hang", "check.sh", "create.sh");
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Plan_OfAPart_AsksOnlyTheChecksThatItHangsOn()
    {
        PlanResult result = await PlanAsync(Workflow("""
              - { id: one, type: create, target: taskserv, items: [a] }
              - { id: two, type: create, target: taskserv, items: [hang] }
            """), new PlanOptions { Operations = ["one"] });

        Assert.Equal("Nothing: its check finds it as wanted", result.Made().Says("one/a@x1"));
        Assert.Single(_world.CallsTo("run infra/x1 a-*/check"));
        Assert.Single(_world.CallsTo("run *"));
    }

    [Fact]
    public async Task Plan_CheckAnswersOtherwiseThanBefore_GoesByTheNewAnswer()
    {
        string workflow = Workflow("  - { id: one, type: create, target: taskserv, items: [a] }");
        _world.On("run infra/x1 a-*/check", Answer.Ok, Answer.Exits(1));
        Assert.Equal("Nothing: its check finds it as wanted", (await PlanAsync(workflow, new PlanOptions())).Made().Says("one/a@x1"));

        PlanResult again = await PlanAsync(workflow, new PlanOptions());

        Assert.Equal(StepAction.Create, again.Made().Step("one/a@x1").Action);
        Assert.Equal(2, _world.CallsTo("run infra/x1 a-*/check").Count);
    }

    [Fact]
    public async Task Plan_RequirementOutsideThePart_IsAskedToo()
    {
        Taskserv("top", "check.sh", "create.sh");
        Write("taskservs/top/taskserv.yaml", "requires: [a]\n");

        PlanResult result = await PlanAsync(Workflow("  - { id: one, type: create, target: taskserv, items: [top] }"), new PlanOptions());

        Assert.Equal(["one/top@x1"], result.Made().Steps.Select(s => s.Id));
        Assert.Single(_world.CallsTo("run infra/x1 a-*/check"));
        Assert.Equal(2, _world.CallsTo("run *").Count);
    }

    [Fact]
    public async Task Plan_CheckThatHangs_IsEndedWithItsOperationsTimeoutAndSaidToBeSilent()
    {
        Task<PlanResult> planning = PlanAsync(Workflow("  - { id: two, type: create, target: taskserv, items: [hang], timeout: 2 }"), new PlanOptions());
        await _world.BegunAsync("wait infra/x1 hang-*/check", cancellationToken: TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(2));

        PlanResult result = await planning.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        PlanStep step = result.Made().Step("two/hang@x1");
        Assert.Equal((StepAction.Create, "its check gave no answer within 2 s", false), (step.Action, step.Reason, step.Exact));
    }

    [Theory]
    [InlineData("{% for host in hosts %}{{ host.name }}{% endfor %}", "")]
    [InlineData("{{ hosts }}{{ nope }}", "On x1: 'nope' is undefined.")]
    public async Task Plan_TemplateOverAValueThatIsKnownLater_HasOnlyTheProblemsThatNoValueMends(string template, string problems)
    {
        Write("taskservs/top/hosts.j2", template);

        PlanResult result = await PlanAsync(Workflow("""
              - { id: one, type: create, target: taskserv, items: [a] }
              - { id: two, type: create, target: taskserv, items: [top] }
            variables: { hosts: "{{ outputs.one.hosts }}" }
            """, ("top", "create.sh")), new PlanOptions());

        Assert.Equal(problems, string.Concat(result.Problems.Select(p => p.Message)));
    }

    [Fact]
    public async Task Plan_ScriptThatNoServerCanRun_IsAProblem()
    {
        Write("infrastructure.yaml", "name: infra\nservers: [{ name: x1, provider: scripted, connection: { kind: scripted, scripts: .ps1 } }]\n");

        PlanResult result = await PlanAsync(Workflow("  - { id: one, type: delete, target: taskserv, items: [gone] }", ("gone", "delete.sh")), new PlanOptions());

        Assert.Equal("Script delete.sh of taskserv gone cannot run on x1, which can run .ps1.", result.Refused("Plan.ScriptCannotRun").Message);
    }

    [Fact]
    public async Task Check_DependenciesInACircle_AreAProblemAndNobodyIsAsked()
    {
        string file = Workflow("""
              - { id: o, type: create, target: taskserv, items: [a] }
              - { id: p, type: create, target: taskserv, items: [hang], depends_on: [o] }
            dependencies:
              - { source: taskserv.a@x1, target: taskserv.hang@x1 }
            """);

        Assert.Equal(["Plan.Cycle"], await CheckAsync(file));
        Assert.Empty(_world.Calls);
    }

    [Fact]
    public async Task Refresh_CheckNeedsASecretThatIsNotThere_NamesTheFieldsPlaceAndTheSecret()
    {
        Taskserv("locked", "check.sh", "create.sh");
        Write("taskservs/locked/taskserv.yaml", "variables: { password: env:BW_TEST_NOBODY_SETS_THIS }\n");

        BatchWorkflowException e = await Assert.ThrowsAsync<BatchWorkflowException>(() =>
            PlanAsync(Workflow("  - { id: one, type: create, target: taskserv, items: [locked] }"), new PlanOptions()));

        Assert.Equal("Secret.Missing", e.ErrorId);
        Assert.Contains("taskservs/locked/taskserv.yaml:1:", e.Message, StringComparison.Ordinal);
        Assert.Contains("BW_TEST_NOBODY_SETS_THIS", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_ProvidersAndSettings_AreJudged()
    {
        Write("infrastructure.yaml", "name: infra\nservers: [{ name: x1, provider: scriptd, connection: { kind: shh } }, { name: x2, provider: scripted, connection: { kind: scripted } }]\n");
        _world.Problems = _ => [new SettingProblem("zone", "zone is missing.")];

        Assert.Equal(["Plan.Setting", "Plan.UnknownConnection", "Plan.UnknownProvider"],
            (await CheckAsync(Workflow("  - { id: make, type: create, target: server, items: [x1, x2] }"))).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Check_WhatOnlyTheWorldCanTell_IsNoProblem()
    {
        Taskserv("top", "update.sh", "create.sh");
        Write("taskservs/top/taskserv.yaml", "requires: [a]\n");

        Assert.Empty(await CheckAsync(Workflow("  - { id: one, type: update, target: taskserv, items: [top] }")));
    }

    [Fact]
    public async Task Check_TaskservFileMissing_HidesNoOtherProblem()
    {
        Taskserv("bare", "create.sh");
        File.Delete(Path.Combine(_folder.Path, "taskservs", "bare", "taskserv.yaml"));
        string file = Workflow("""
              - { id: o, type: create, target: taskserv, items: [a, bare] }
            dependencies:
              - { source: taskserv.a@x1, target: taskserv.bare@x1 }
              - { source: taskserv.bare@x1, target: taskserv.a@x1 }
            """);

        Assert.Equal(["Definition.NoTaskservFile", "Plan.Cycle"], (await CheckAsync(file)).Order(StringComparer.Ordinal));
        PlanResult planned = await PlanAsync(file, new PlanOptions());
        Assert.Equal(["Definition.NoTaskservFile", "Plan.Cycle"], planned.Problems.Select(p => p.Code).Order(StringComparer.Ordinal));
    }

    private async Task<IReadOnlyList<string>> CheckAsync(string file)
    {
        LoadedWorkflow loaded = await _engine.CheckAsync(new DefinitionInput(file), new PlanOptions(), TestContext.Current.CancellationToken);
        Assert.Equal(loaded.IsValid, loaded.Problems.All(p => p.IsWarning));
        return [.. loaded.Problems.Select(p => p.Code)];
    }

    private Task<PlanResult> PlanAsync(string file, PlanOptions options) =>
        _engine.PlanAsync(new DefinitionInput(file), options, refresh: true, new Dictionary<string, string>(), TestContext.Current.CancellationToken);

    private string Workflow(string operations, params (string Taskserv, string Script)[] taskservs)
    {
        foreach ((string taskserv, string script) in taskservs)
            Taskserv(taskserv, script);
        return Write("workflow.yaml", $"name: w\noperations:\n{operations}\n");
    }

    private void Taskserv(string name, params string[] scripts)
    {
        Write($"taskservs/{name}/taskserv.yaml", "description: A thing.\n");
        foreach (string script in scripts)
            Write($"taskservs/{name}/{script}", "");
    }

    private string Write(string relative, string text)
    {
        string path = Path.Combine(_folder.Path, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }
}
