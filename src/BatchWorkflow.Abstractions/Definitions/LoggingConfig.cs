namespace BatchWorkflow;

/// <summary>Where a run's log lines go.</summary>
public sealed record LoggingConfig
{
    /// <summary>The least level that is written.</summary>
    public LogLevel Level { get; init; } = LogLevel.Info;

    /// <summary>Destinations: file, stdout.</summary>
    public IReadOnlyList<LogDestination> Destinations { get; init; } = [LogDestination.File, LogDestination.Stdout];

    /// <summary>The form of a line.</summary>
    public LogFormat Format { get; init; } = LogFormat.Json;

    /// <summary>True when the definition itself names the format: then stdout obeys it too.</summary>
    public bool FormatIsExplicit { get; init; }

    /// <summary>After how many days logs and runs go.</summary>
    public int RetentionDays { get; init; } = 30;

    /// <summary>The folder of the log files, relative to the workflow file.</summary>
    public string Path { get; init; } = "./logs/workflows";
}
