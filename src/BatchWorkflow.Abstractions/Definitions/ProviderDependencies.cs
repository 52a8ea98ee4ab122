namespace BatchWorkflow;

/// <summary>What a provider's servers need, and how hard it may be driven.</summary>
public sealed record ProviderDependencies
{
    /// <summary>True when its servers need the shared network.</summary>
    public bool RequiresNetwork { get; init; } = true;

    /// <summary>True when shared resources are made before the first server.</summary>
    public bool NetworkBeforeServers { get; init; } = true;

    /// <summary>Resources that all of its servers share, each one step of the plan.</summary>
    public IReadOnlyList<string> SharedResources { get; init; } = [];

    /// <summary>Requests a second; null sets no bound.</summary>
    public double? ApiRateLimit { get; init; }

    /// <summary>How many of its steps may run at once; null sets no bound.</summary>
    public int? BatchSize { get; init; }
}
