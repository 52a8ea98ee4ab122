namespace BatchWorkflow;

/// <summary>Who resolves secret references.</summary>
public sealed record SecretProvider
{
    /// <summary>sops, kms, env or secretmanagement.</summary>
    public required string Provider { get; init; }

    /// <summary>Settings of the provider, by name: sops_config, kms_config.</summary>
    public IReadOnlyDictionary<string, object?> Settings { get; init; } = Values.None;
}
