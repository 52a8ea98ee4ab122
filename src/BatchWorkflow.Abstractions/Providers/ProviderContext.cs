namespace BatchWorkflow;

/// <summary>What a provider is opened with.</summary>
public sealed record ProviderContext
{
    /// <summary>The infrastructure's name.</summary>
    public required string Infrastructure { get; init; }

    /// <summary>The folder of the state, for providers that keep things on this machine.</summary>
    public required string StatePath { get; init; }

    /// <summary>The provider's settings from the infrastructure file, secrets resolved.</summary>
    public IReadOnlyDictionary<string, object?> Settings { get; init; } = Values.None;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
