namespace BatchWorkflow;

/// <summary>How today's files differ from those that a run keeps, for one step or for what several steps share.</summary>
public sealed record BatchChange
{
    /// <summary>The run's id.</summary>
    public required string RunId { get; init; }

    /// <summary>Added, removed or changed.</summary>
    public required BatchChangeKind Kind { get; init; }

    /// <summary>A step's id, or operation.id, server.name, workflow or infrastructure for what several steps share.</summary>
    public required string Subject { get; init; }

    /// <summary>What differs: found in the run's own copies, wanted by today's files.</summary>
    public IReadOnlyList<PropertyDifference> Differences { get; init; } = [];

    /// <summary>What follows from it once today's files are taken.</summary>
    public required string Effect { get; init; }
}
