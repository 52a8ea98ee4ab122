namespace BatchWorkflow;

/// <summary>Why an attempt, a step or a run failed.</summary>
public sealed record Failure
{
    /// <summary>The sort of failure.</summary>
    public required FailureKind Kind { get; init; }

    /// <summary>What happened, in one sentence, masked.</summary>
    public required string Message { get; init; }

    /// <summary>The provider's or the protocol's own code.</summary>
    public string? Code { get; init; }

    /// <summary>The exit code of a script.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The file name of the script that failed.</summary>
    public string? Script { get; init; }

    /// <summary>The last lines of its standard error, masked.</summary>
    public IReadOnlyList<string> ErrorTail { get; init; } = [];

    /// <summary>What differs, when <see cref="Kind"/> is Drift.</summary>
    public IReadOnlyList<PropertyDifference> Drift { get; init; } = [];

    /// <summary>The least time before another attempt.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>True when there must be no other attempt, whatever the kind.</summary>
    public bool Final { get; init; }

    /// <summary>True when the state of the runs is damaged or out of reach: the run stops, and nothing is undone by itself.</summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingDefault)]
    public bool OfState { get; init; }

    /// <summary>True when another attempt may help.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsRetryable => !Final && Kind is FailureKind.Unknown or FailureKind.Transient or FailureKind.RateLimited
        or FailureKind.Conflict or FailureKind.Timeout;
}
