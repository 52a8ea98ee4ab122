namespace BatchWorkflow.Engine.Views;

/// <summary>Which lines of a run's log are wanted.</summary>
public sealed record LogQuery
{
    /// <summary>True goes on until the run has ended.</summary>
    public bool Follow { get; init; }

    /// <summary>Only the last so many lines of what is there; null is all.</summary>
    public int? Tail { get; init; }

    /// <summary>Only lines of this operation; null is all.</summary>
    public string? Operation { get; init; }

    /// <summary>Only lines of this step; null is all.</summary>
    public string? Step { get; init; }

    /// <summary>Hears at the end how many whole lines could not be read.</summary>
    public Action<int>? PassedOver { get; init; }

    /// <summary>Only lines at least this important.</summary>
    public LogLevel Level { get; init; } = LogLevel.Debug;
}
