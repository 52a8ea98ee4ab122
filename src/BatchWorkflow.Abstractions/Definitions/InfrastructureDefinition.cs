namespace BatchWorkflow;

/// <summary>Which servers exist, with which provider, size, connection and taskservs.</summary>
public sealed record InfrastructureDefinition
{
    /// <summary>The infrastructure's name; the default is its folder's.</summary>
    public required string Name { get; init; }

    /// <summary>The servers in the order of the file.</summary>
    public IReadOnlyList<ServerDefinition> Servers { get; init; } = [];

    /// <summary>Groups of servers.</summary>
    public IReadOnlyList<ClusterDefinition> Clusters { get; init; } = [];

    /// <summary>Per provider name, its settings.</summary>
    public IReadOnlyDictionary<string, ProviderDefinition> Providers { get; init; } = new Dictionary<string, ProviderDefinition>();

    /// <summary>Where each field stands in its file, for messages.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public SourceMap Source { get; init; } = SourceMap.Empty;
}
