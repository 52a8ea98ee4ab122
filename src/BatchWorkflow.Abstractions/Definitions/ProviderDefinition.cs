namespace BatchWorkflow;

/// <summary>Settings of a provider in an infrastructure file.</summary>
public sealed record ProviderDefinition
{
    /// <summary>What the user overrides of the provider's own dependencies; null leaves them. Only what <see cref="Given"/> names counts.</summary>
    public ProviderDependencies? Dependencies { get; init; }

    /// <summary>The dependencies that the user gave, under their names in files: requires_network, batch_size and so on.</summary>
    public IReadOnlyList<string> Given { get; init; } = [];

    /// <summary>The provider's own settings; secrets only as references.</summary>
    public IReadOnlyDictionary<string, object?> Settings { get; init; } = Values.None;

    /// <summary>The provider's own dependencies with what the user gave over them.</summary>
    public ProviderDependencies Over(ProviderDependencies own)
    {
        ArgumentNullException.ThrowIfNull(own);
        if (Dependencies is not { } given)
            return own;
        return own with
        {
            RequiresNetwork = Given.Contains("requires_network") ? given.RequiresNetwork : own.RequiresNetwork,
            NetworkBeforeServers = Given.Contains("network_before_servers") ? given.NetworkBeforeServers : own.NetworkBeforeServers,
            SharedResources = Given.Contains("shared_resources") ? given.SharedResources : own.SharedResources,
            ApiRateLimit = Given.Contains("api_rate_limit") ? given.ApiRateLimit : own.ApiRateLimit,
            BatchSize = Given.Contains("batch_size") ? given.BatchSize : own.BatchSize,
        };
    }
}
