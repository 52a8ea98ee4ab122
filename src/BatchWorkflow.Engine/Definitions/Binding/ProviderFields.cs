namespace BatchWorkflow.Engine.Definitions.Binding;

/// <summary>The fields of a provider's entry. What it needs stands below dependencies; beside the settings is accepted too.</summary>
internal static class ProviderFields
{
    /// <summary>A provider's entry.</summary>
    public static RecordShape<ProviderDefinition> Shape { get; } =
        WithDependencies(new RecordShape<ProviderDefinition>(
                "Settings of a provider; secrets only as references. Keys beyond these are the provider's own.", () => new()), " The usual place is below dependencies.")
            .May("dependencies", Dependencies, Merge,
                "What the provider's servers need, in place of the provider's own. This is the usual place of these keys.")
            .Rest((p, others) => p with { Settings = others })
            .Rule(RefuseTwice);

    private static RecordShape<ProviderDefinition> Dependencies =>
        WithDependencies(new RecordShape<ProviderDefinition>("What the provider's servers need.", () => new()), "");

    private static RecordShape<ProviderDefinition> WithDependencies(RecordShape<ProviderDefinition> shape, string place) => shape
        .May("requires_network", new SwitchShape(), Set<bool>("requires_network", (d, v) => d with { RequiresNetwork = v }),
            "true when its servers need the shared network." + place)
        .May("network_before_servers", new SwitchShape(), Set<bool>("network_before_servers", (d, v) => d with { NetworkBeforeServers = v }),
            "true when shared resources are made before the first server." + place)
        .May("shared_resources", Names.List, Set<IReadOnlyList<string>>("shared_resources", (d, v) => d with { SharedResources = v }),
            "Resources that all of its servers share." + place)
        .May("api_rate_limit", new NumberShape(0, 1_000_000, isAbove: true, "requests a second"),
            Set<double>("api_rate_limit", (d, v) => d with { ApiRateLimit = v }), "Requests a second." + place)
        .May("batch_size", new IntegerShape(1), Set<int>("batch_size", (d, v) => d with { BatchSize = v }), "How many of its steps may run at once." + place);

    private static Func<ProviderDefinition, T, ProviderDefinition> Set<T>(string name, Func<ProviderDependencies, T, ProviderDependencies> set) =>
        (p, v) => p with { Dependencies = set(p.Dependencies ?? new(), v), Given = [.. p.Given, name] };

    private static ProviderDefinition Merge(ProviderDefinition outer, ProviderDefinition inner) => outer with
    {
        Dependencies = inner.Given.Count == 0 ? outer.Dependencies : inner.Over(outer.Dependencies ?? new()),
        Given = [.. outer.Given, .. inner.Given],
    };

    private static ProviderDefinition RefuseTwice(ProviderDefinition provider, MapNode map, Binder binder)
    {
        foreach (string name in provider.Given.GroupBy(g => g).Where(g => g.Count() > 1).Select(g => g.Key))
        {
            MapEntry direct = map.Entries.First(e => e.Key == name);
            binder.Add("Definition.Conflict", direct.KeyLocation, $"{binder.Subject}.{name} stands here and below dependencies.", "Keep the one below dependencies.");
        }
        return provider;
    }
}
