namespace BatchWorkflow;

/// <summary>One measured figure of a run.</summary>
public sealed record BatchMetric
{
    /// <summary>The run's id.</summary>
    public required string RunId { get; init; }

    /// <summary>The metric's name, such as steps_succeeded or step_duration_seconds.</summary>
    public required string Name { get; init; }

    /// <summary>Its value.</summary>
    public required double Value { get; init; }

    /// <summary>Its unit: count, seconds or bytes.</summary>
    public required string Unit { get; init; }

    /// <summary>The operation that it is about, or null for the whole run.</summary>
    public string? Operation { get; init; }

    /// <summary>The step that it is about, or null.</summary>
    public string? Step { get; init; }
}
