namespace BatchWorkflow;

/// <summary>What a step waits for.</summary>
public sealed record StepDependency
{
    /// <summary>A step's id, or an operation's when <see cref="IsOperation"/>: all of its steps.</summary>
    public required string On { get; init; }

    /// <summary>True when <see cref="On"/> names an operation.</summary>
    public bool IsOperation { get; init; }

    /// <summary>What must be true of the target when it has ended.</summary>
    public StepEdge Type { get; init; } = StepEdge.Hard;

    /// <summary>Polled until true once the target has ended; null is none.</summary>
    public string? WaitCondition { get; init; }
}
