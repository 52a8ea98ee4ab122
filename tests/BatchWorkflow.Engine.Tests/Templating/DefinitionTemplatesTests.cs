using BatchWorkflow.Engine.Definitions;
using BatchWorkflow.Engine.Tests.Definitions;

namespace BatchWorkflow.Engine.Tests.Templating;

/// <summary>What templates in definitions become while they are loaded.</summary>
public sealed class DefinitionTemplatesTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Value_ThatIsOneExpression_HasTheExpressionsType()
    {
        PlanSource source = await SourceAsync("""
            name: "shop-{{ stage }}"
            variables: { stage: dev, many: "{{ 2 * 3 }}", hosts: "{{ ['s1', 's2'] }}", flag: "{{ many > 5 }}", text: "{{ many }}", nothing: "{{ none }}" }
            concurrency: "{{ vars.many }}"
            operations:
              - { id: make, type: create, target: server, items: "{{ hosts }}", timeout: "{{ 60 * 2 }}", parallel: "{{ not flag }}" }
            """);

        Assert.Equal("shop-dev", source.Workflow.Name);
        Assert.Equal(6, source.Workflow.Concurrency);
        Assert.Equal(["s1", "s2"], source.Workflow.Operations[0].Items);
        Assert.Equal((TimeSpan.FromSeconds(120), false), (source.Workflow.Operations[0].Timeout, source.Workflow.Operations[0].Parallel));
        Assert.Equal((6L, true, 6L, null), (source.Workflow.Variables["many"], source.Workflow.Variables["flag"], source.Workflow.Variables["text"], source.Workflow.Variables["nothing"]));
    }

    [Fact]
    public async Task Variable_OfTheEnvironmentAndOfTheUser_CountInTemplates()
    {
        const string workflow = """
            name: n
            variables: { stage: dev, domain: "{{ stage }}.{{ zone }}", zone: example }
            environments: { prod: { stage: prod, extra: "{{ vars.domain }}!" } }
            operations:
              - { id: "make-{{ vars.stage }}", type: create, target: server, items: [s] }
            """;
        PlanSource source = await SourceAsync(workflow, new PlanOptions { Environment = "prod", Variables = new Dictionary<string, object?> { ["zone"] = "{{ org }}" } });

        // What the user gives is taken as it is.
        Assert.Equal("prod.{{ org }}", source.Workflow.Variables["domain"]);
        Assert.Equal("prod.{{ org }}!", source.Workflow.Variables["extra"]);
    }

    [Fact]
    public async Task Template_OfOperations_YieldsThemBehindTheWorkflowsOwn()
    {
        _scratch.Write("parts/checks.yaml.j2", """
            {% from 'macros.j2' import check %}
            operations:
            {% for site in vars.sites %}
            {{ check(site) }}
            {% endfor %}
            dependencies:
              - { source: operation.check-b, target: operation.check-a }
            """);
        _scratch.Write("parts/macros.j2", "{% macro check(site) %}  - { id: check-{{ site }}, type: check, target: server, items: [s] }{% endmacro %}");
        PlanSource source = await SourceAsync("""
            name: n
            variables: { sites: [a, b] }
            templates: [parts/checks.yaml.j2]
            operations:
              - { id: make, type: create, target: server, items: [s] }
            """);

        Assert.Equal(["make", "check-a", "check-b"], source.Workflow.Operations.Select(o => o.Id));
        Assert.Equal("operation.check-b", source.Workflow.Dependencies[0].Source);
        Assert.EndsWith("checks.yaml.j2 (rendered)", source.Workflow.Source.Find("operations[2].id").File, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Template_AloneWithoutOperations_IsEnough()
    {
        _scratch.Write("all.yaml.j2", "- { id: make, type: create, target: server, items: [s] }\n");

        Assert.Equal("make", (await SourceAsync("name: n\ntemplates: [all.yaml.j2]\n")).Workflow.Operations[0].Id);
    }

    [Fact]
    public async Task Text_ThatUsesWhatIsKnownLater_WaitsForIt()
    {
        _scratch.Write("infrastructure.yaml", """
            name: i
            servers:
              - { name: s, cpu: 2, zone: "z{{ server.cpu }}", labels: { of: "{{ server.name }}" }, note: "{{ outputs.make.id }}", variables: { half: "{{ server.cpu // 2 }}" } }
            """);
        PlanSource source = await SourceAsync("""
            name: n
            variables: { motd: "on {{ server.name }}", ip: "{{ outputs.make.ip }}" }
            operations:
              - { id: make, type: create, target: server, items: [s] }
            """);

        ServerDefinition server = source.Infrastructure.Servers[0];
        Assert.Equal(("z2", "s", 1L), (server.Settings["zone"], server.Labels["of"], server.Variables["half"]));
        Assert.Equal(new TemplateText("{{ outputs.make.id }}"), server.Settings["note"]);
        Assert.Equal(new TemplateText("on {{ server.name }}"), source.Workflow.Variables["motd"]);
    }

    [Fact]
    public async Task Plan_WithTemplatesThatWait_KeepsThemInJson()
    {
        PlanSource source = await SourceAsync("""
            name: n
            variables: { list: ["{{ outputs.make.ip }}", { a: "{{ server.name }}" }] }
            operations:
              - { id: make, type: create, target: server, items: [s] }
            """);
        string json = System.Text.Json.JsonSerializer.Serialize(source.Workflow, EngineJson.Line);
        WorkflowDefinition again = System.Text.Json.JsonSerializer.Deserialize<WorkflowDefinition>(json, EngineJson.Line)!;

        Assert.Equal(new TemplateText("{{ outputs.make.ip }}"), Assert.IsType<List<object?>>(again.Variables["list"])[0]);
        Assert.Equal(DefinitionHash.Compute(source), DefinitionHash.Compute(source with { Workflow = again }));
    }

    private async Task<PlanSource> SourceAsync(string workflow, PlanOptions? options = null)
    {
        string path = _scratch.Write("workflow.yaml", workflow);
        LoadedWorkflow loaded = await new DefinitionLoader([], null).LoadAsync(new DefinitionInput(path), options ?? new PlanOptions(), default);
        Assert.Empty(loaded.Problems);
        return loaded.Source!;
    }
}
