namespace BatchWorkflow;

/// <summary>An operation of a run.</summary>
public sealed record BatchOperation
{
    /// <summary>The run's id.</summary>
    public required string RunId { get; init; }

    /// <summary>The operation's id.</summary>
    public required string Id { get; init; }

    /// <summary>Pending, Running, or how all of its steps ended taken together.</summary>
    public required StepStatus Status { get; init; }

    /// <summary>How many steps it has.</summary>
    public int Steps { get; init; }

    /// <summary>How many of them have ended.</summary>
    public int StepsDone { get; init; }

    /// <summary>How many of them failed.</summary>
    public int StepsFailed { get; init; }

    /// <summary>True when a step of it failed.</summary>
    public bool Failed => StepsFailed > 0;
}
