namespace BatchWorkflow;

/// <summary>An edge: <see cref="Source"/> depends on <see cref="Target"/>.</summary>
public sealed record DependencyDefinition
{
    /// <summary>What depends: operation.id, server.name, taskserv.name, taskserv.name@server or cluster.name.</summary>
    public required string Source { get; init; }

    /// <summary>What it depends on, in the same form.</summary>
    public required string Target { get; init; }

    /// <summary>How strongly.</summary>
    public DependencyType Type { get; init; } = DependencyType.Hard;

    /// <summary>An expression polled until true once the edge holds; null is none.</summary>
    public string? WaitCondition { get; init; }
}
