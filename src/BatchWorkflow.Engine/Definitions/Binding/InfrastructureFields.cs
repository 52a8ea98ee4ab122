namespace BatchWorkflow.Engine.Definitions.Binding;

/// <summary>The fields of an infrastructure file.</summary>
internal static class InfrastructureFields
{
    /// <summary>An infrastructure file; an empty name stands for its folder's.</summary>
    public static RecordShape<InfrastructureDefinition> Shape { get; } =
        new RecordShape<InfrastructureDefinition>("Which servers exist, with which provider, size, connection and taskservs.", () => new() { Name = "" })
            .May("$schema", new TextShape(), (i, _) => i, "The JSON Schema of this file, for editors.")
            .May("name", Names.Shape, (i, v) => i with { Name = v }, "The infrastructure's name; the default is its folder's.")
            .May("servers", new ListShape<ServerDefinition>(ServerFields.Shape, new() { Name = "" }), i => i.Servers, (i, v) => i with { Servers = v },
                "The servers.")
            .May("clusters", new ListShape<ClusterDefinition>(Cluster, new() { Name = "" }), i => i.Clusters, (i, v) => i with { Clusters = v },
                "Groups of servers on which taskservs are installed once.")
            .May("providers", new MapShape<ProviderDefinition>(ProviderFields.Shape, Names.Pattern), (i, v) => i with { Providers = v },
                "Settings of providers, by provider name.");

    private static RecordShape<ClusterDefinition> Cluster =>
        new RecordShape<ClusterDefinition>("A group of servers on which taskservs are installed once.", () => new() { Name = "" })
            .Must("name", Names.Shape, (c, v) => c with { Name = v }, "What items of target cluster name.")
            .Must("servers", new ListShape<string>(Names.Shape, "", unique: true, least: 1), (c, v) => c with { Servers = v },
                "Its servers; its steps run on the first, once all are there.")
            .May("taskservs", Names.List, c => c.Taskservs, (c, v) => c with { Taskservs = v }, "The taskservs that make it up.");
}
