namespace BatchWorkflow;

/// <summary>A resource as it is wanted.</summary>
public sealed record ResourceSpecification
{
    /// <summary>infrastructure/server, or infrastructure/provider.name/resource: its record's key and the provider's tag.</summary>
    public required string Identity { get; init; }

    /// <summary>server, or the shared resource's name such as port_range.</summary>
    public required string Kind { get; init; }

    /// <summary>cpu, memory, disk, labels and the provider's own settings.</summary>
    public IReadOnlyDictionary<string, object?> Properties { get; init; } = Values.None;

    /// <summary>How commands will reach the server, secrets as references; null for a local connection and for what is no server.</summary>
    public ConnectionDefinition? Connection { get; init; }
}
