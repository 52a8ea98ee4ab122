namespace BatchWorkflow.Engine.Running;

/// <summary>Which run was the first to be submitted under a key.</summary>
internal sealed record SubmissionKey
{
    /// <summary>The key as it was given.</summary>
    public required string Key { get; init; }

    /// <summary>The run.</summary>
    public required string RunId { get; init; }

    /// <summary>Its workflow.</summary>
    public required string Workflow { get; init; }

    /// <summary>Its infrastructure.</summary>
    public required string Infrastructure { get; init; }
}
