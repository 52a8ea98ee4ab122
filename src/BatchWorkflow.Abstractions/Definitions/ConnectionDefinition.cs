namespace BatchWorkflow;

/// <summary>How commands reach a server.</summary>
public sealed record ConnectionDefinition
{
    /// <summary>local, ssh, container or a plug-in's name.</summary>
    public string Kind { get; init; } = "local";

    /// <summary>The connection's own settings, such as host, port, user, key.</summary>
    public IReadOnlyDictionary<string, object?> Settings { get; init; } = Values.None;
}
