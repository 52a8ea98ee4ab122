namespace BatchWorkflow;

/// <summary>A resource as it was found.</summary>
public sealed record ResourceState
{
    /// <summary>Its identity.</summary>
    public required string Identity { get; init; }

    /// <summary>server, or the shared resource's name.</summary>
    public required string Kind { get; init; }

    /// <summary>The provider's own id.</summary>
    public required string ProviderId { get; init; }

    /// <summary>The token of the intent that made it, when the provider keeps it.</summary>
    public string? Token { get; init; }

    /// <summary>Its properties under the specification's names.</summary>
    public IReadOnlyDictionary<string, object?> Properties { get; init; } = Values.None;

    /// <summary>What connections need to reach it: root, address and the like.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>();
}
