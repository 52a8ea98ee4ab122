namespace BatchWorkflow.Simulation.Tests.Fields;

/// <summary>The fields of an infrastructure file.</summary>
internal static class InfrastructureTurns
{
    private static readonly ProviderDependencies Nets = new() { SharedResources = ["net"] };
    private static readonly FieldAnswer[] NetFails = [new("create infra/provider.simulated/net", Exit: 1, Seconds: 3)];

    private static readonly (string, string?)[] Cluster =
    [
        ("infrastructure.clusters", """[{ "name": "all", "servers": ["a", "b"], "taskservs": ["t"] }]"""),
        ("workflow.operations[0].items", """["a", "b"]"""),
        ("workflow.operations[1]", """{ "id": "app", "type": "create", "target": "cluster", "items": ["all"] }"""),
    ];

    /// <summary>The fields.</summary>
    public static IReadOnlyList<TurnedField> All { get; } =
    [
        new("infrastructure.name", "\"infra\"", "\"other\""),
        new("infrastructure.servers[].name", "\"a\"", "\"c\""),
        new("infrastructure.servers[].provider", "\"simulated\"", "\"other\""),
        new("infrastructure.servers[].cpu", "1", "2"),
        new("infrastructure.servers[].memory", "1024", "2048"),
        new("infrastructure.servers[].disk", "10", "20"),
        new("infrastructure.servers[].labels", """{ "role": "web" }""", """{ "role": "db" }""") { With = [("workflow.operations[1].servers", """["role=web"]""")] },
        new("infrastructure.servers[].labels", null, """{ "role": "db" }"""),
        new("infrastructure.servers[].zone", "\"fi-hel1\"", "\"de-fra1\""),
        new("infrastructure.servers[].taskservs", """["t"]""", """["u"]"""),
        new("infrastructure.servers[].connection.kind", "\"simulated\"", "\"other\""),
        new("infrastructure.servers[].variables", """{ "x": 1 }""", """{ "x": 2 }"""),
        new("infrastructure.clusters[].name", "\"all\"", "\"none\"") { With = Cluster },
        new("infrastructure.clusters[].servers", """["a", "b"]""", """["b", "a"]""") { With = Cluster },
        new("infrastructure.clusters[].servers", """["a", "b"]""", """["a"]""") { With = Cluster, Answers = [new("create infra/b", Seconds: 5)] },
        new("infrastructure.clusters[].taskservs", """["t"]""", """["u"]""") { With = Cluster },
        .. Dependencies("infrastructure.providers.*"),
        .. Dependencies("infrastructure.providers.*.dependencies"),
        new("infrastructure.providers.*.batch_size", null, "1", "infrastructure.providers.simulatde.batch_size") { IsOnlyTold = true },
    ];

    private static IEnumerable<TurnedField> Dependencies(string at)
    {
        yield return new($"{at}.requires_network", "true", "false") { Limits = Nets, Answers = NetFails };
        yield return new($"{at}.network_before_servers", "true", "false") { Limits = Nets, Answers = NetFails };
        yield return new($"{at}.shared_resources", """["net"]""", "[]");
        yield return new($"{at}.api_rate_limit", "0.1", "10");
        yield return new($"{at}.batch_size", "1", "2");
        yield return new($"{at}.requires_network", null, "true") { IsOnlyTold = true };
        yield return new($"{at}.network_before_servers", null, "true") { IsOnlyTold = true };
        yield return new($"{at}.requires_network", null, "false") { IsOnlyTold = true, Limits = Nets with { NetworkBeforeServers = false } };
    }
}
