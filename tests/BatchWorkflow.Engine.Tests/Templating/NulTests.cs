using BatchWorkflow.Engine.Definitions;
using BatchWorkflow.Engine.Tests.Running;
using BatchWorkflow.TestKit.Scripted;

namespace BatchWorkflow.Engine.Tests.Templating;

/// <summary>A NUL that a template makes, while a definition is read, planned or run, is told in words and with its place.</summary>
public sealed class NulTests
{
    private const string OfServer = """{{ server.name ~ "\x00" }}""", OfOutput = """{{ outputs.make.port ~ "\x00" }}""";

    [Theory]
    [InlineData("workflow.yaml", """x: '{{ "a\x00" }}'""", 3)]
    [InlineData("workflow.yaml", $"x: '{OfServer}'", 3)]
    [InlineData("workflow.yaml", $"x: [ 1, {{ deep: '{OfServer}' }} ]", 3)]
    public async Task Variable_WithANulFromATemplate_IsAProblemAtItsPlace(string file, string variable, int line)
    {
        await using ScriptedEngine engine = new();
        Problem problem = await ProblemAsync(engine, variable, "");
        Assert.Contains("NUL character", problem.Message, StringComparison.Ordinal);
        Assert.Equal((engine[file], line), (problem.Location.File, problem.Location.Line));
    }

    [Fact]
    public async Task Setting_WithANulFromATemplate_IsAProblemAtItsPlace()
    {
        await using ScriptedEngine engine = new();
        Problem problem = await ProblemAsync(engine, "x: 1", $", zone: '{OfServer}'");
        Assert.Contains("NUL character", problem.Message, StringComparison.Ordinal);
        Assert.Equal((engine["infrastructure.yaml"], 3), (problem.Location.File, problem.Location.Line));
    }

    [Fact]
    public async Task HealthCommand_WithANulFromATemplate_IsAProblemAtItsPlace()
    {
        await using ScriptedEngine engine = new();
        engine.Write("taskservs/t/taskserv.yaml", $"health_check:\n  command: 'true {OfServer}'\n");
        Problem problem = await ProblemAsync(engine, "x: 1", "");
        Assert.Contains("NUL character", problem.Message, StringComparison.Ordinal);
        Assert.Equal((engine["taskservs/t/taskserv.yaml"], 2), (problem.Location.File, problem.Location.Line));
    }

    [Fact]
    public async Task GivenVariable_WithANul_IsAProblem()
    {
        await using ScriptedEngine engine = new();
        Problem problem = await ProblemAsync(engine, "x: 1", "", new PlanOptions { Variables = new Dictionary<string, object?> { ["x"] = "a\0b" } });
        Assert.Equal("-Variable: x holds a NUL character. Remove it: neither files nor scripts can be given one.", problem.ToString());
    }

    [Fact]
    public async Task Variable_WithANulThatTheRunMakes_FailsItsStepInWords()
    {
        await using ScriptedEngine engine = new();
        engine.World.On("run */a t*/create*", Answer.Says("::output port=1"));
        WriteSite(engine, "x: 1", "");
        engine.Write("taskservs/u/create.sh", "true\n");
        engine.Write("taskservs/u/taskserv.yaml", $"variables:\n  y: '{OfOutput}'\n");
        BatchRun run = await engine.RunAsync("""
            name: w
            retry_policy: { max_attempts: 1 }
            operations:
              - { id: servers, type: create, target: server, items: [a] }
              - { id: make, type: create, target: taskserv, items: [t], depends_on: [servers] }
              - { id: use, type: create, target: taskserv, items: [u], depends_on: [make] }
            """);
        Failure? failure = run.StepList.Single(s => s.Operation == "use").Failure;
        Assert.Equal((FailureKind.Validation, "Variable y cannot be made: it holds a NUL character, which neither files nor scripts can be given."), (failure?.Kind, failure?.Message));
    }

    private static async Task<Problem> ProblemAsync(ScriptedEngine engine, string variable, string setting, PlanOptions? options = null)
    {
        string file = WriteSite(engine, variable, setting);
        PlanResult result = await engine.Engine.PlanAsync(
            new DefinitionInput(file), options ?? new PlanOptions(), refresh: false, new Dictionary<string, string>(), TestContext.Current.CancellationToken);
        return Assert.Single(result.Problems);
    }

    private static string WriteSite(ScriptedEngine engine, string variable, string setting)
    {
        engine.Write("infrastructure.yaml", $"name: infra\nservers:\n  - {{ name: a, provider: scripted, connection: {{ kind: scripted }} {setting} }}\n");
        engine.Write("taskservs/t/create.sh", "true\n");
        if (!File.Exists(engine["taskservs/t/taskserv.yaml"]))
            engine.Write("taskservs/t/taskserv.yaml", "description: A thing.\n");
        return engine.Write("workflow.yaml", $$"""
            name: w
            variables:
              {{variable}}
            operations:
              - { id: servers, type: create, target: server, items: [a] }
              - { id: make, type: create, target: taskserv, items: [t], depends_on: [servers] }
            """);
    }
}
