using BatchWorkflow.Engine.Definitions;

namespace BatchWorkflow.Engine.Tests.Definitions;

/// <summary>What authors write for themselves: comments in JSON, keys that begin with x-.</summary>
public sealed class AuthorsNotesTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Theory]
    [InlineData("{ \"name\": \"flow\", \"operations\": [{ \"id\": \"a\", \"type\": \"create\", \"target\": \"server\", \"items\": [\"w\"], }] }", 1, 99)]
    [InlineData("{\n  \"name\": \"flow\",\n  \"operations\": [\n    { \"id\": \"a\", \"type\": \"create\", \"target\": \"server\", \"items\": [\"w\"] }, // a, b\n    /* c, d */\n  ]\n}", 4, 72)]
    [InlineData("{ \"name\": \"a,\\\",\",\n}", 1, 18)]
    public async Task Json_TrailingComma_NamesTheCommaAndItsPlace(string text, int line, int column)
    {
        Problem problem = Assert.Single((await LoadAsync("flow.json", text)).Problems);

        Assert.Equal("Definition.Syntax", problem.Code);
        Assert.EndsWith($"flow.json:{line}:{column}: This is not JSON: nothing follows the comma. Remove the comma.", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_Comments_AreRead()
    {
        LoadedWorkflow loaded = await LoadAsync("flow.json", """
            // first
            { "name": "flow", /* second */ "operations": [
              // third
              { "id": "a", "type": "create", "target": "server", "items": ["w"] }
            ] } // last
            """);

        Assert.Empty(loaded.Problems);
        Assert.Equal("a", Assert.Single(loaded.Source!.Workflow.Operations).Id);
    }

    [Fact]
    public async Task Yaml_KeysThatBeginWithX_HoldWhatMergeKeysTake()
    {
        scratch.Write("infrastructure.yaml", "x-size: &size { cpu: 2, memory: 512 }\nservers: [{ name: w, <<: *size }]\n");
        scratch.Write("taskservs/t/taskserv.yaml", "x-note: [1, 2]\ndescription: T.\n");
        scratch.Write("taskservs/t/create.sh", "true\n");
        LoadedWorkflow loaded = await LoadAsync("flow.yaml", """
            name: flow
            x-common: &common { on_failure: fail, retry_policy: { max_attempts: 7 } }
            x-broken: "{{ never.rendered }} {% if %}"
            operations:
              - { <<: *common, id: a, type: create, target: server, items: [w] }
              - { id: b, type: create, target: taskserv, items: [t], depends_on: [a], on_failure: continue, <<: *common }
            """);

        Assert.Empty(loaded.Problems);
        Assert.Equal([FailureAction.Fail, FailureAction.Continue], loaded.Source!.Workflow.Operations.Select(o => o.OnFailure));
        Assert.All(loaded.Source.Workflow.Operations, o => Assert.Equal(7, o.RetryPolicy?.MaxAttempts));
        Assert.Equal((2, 512), (loaded.Source.Infrastructure.Servers[0].Cpu, loaded.Source.Infrastructure.Servers[0].Memory));
    }

    [Fact]
    public async Task Yaml_KeyThatBeginsWithXBelowTheTop_IsUnknown()
    {
        LoadedWorkflow loaded = await LoadAsync("flow.yaml", "name: flow\noperations: [{ id: a, type: create, target: server, items: [w], x-note: 1 }]\n");

        Assert.Equal("Definition.UnknownKey", Assert.Single(loaded.Problems).Code);
    }

    private async Task<LoadedWorkflow> LoadAsync(string file, string text) =>
        await new DefinitionLoader([], null).LoadAsync(new DefinitionInput(scratch.Write(file, text)), new PlanOptions(), TestContext.Current.CancellationToken);
}
