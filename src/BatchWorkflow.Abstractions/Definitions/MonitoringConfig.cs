namespace BatchWorkflow;

/// <summary>Metrics, state and telemetry of a workflow.</summary>
public sealed record MonitoringConfig
{
    /// <summary>False keeps no metrics.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The path at which a server answers with metrics.</summary>
    public string MetricsEndpoint { get; init; } = "/metrics";

    /// <summary>The store: file, rkvs or postgres.</summary>
    public string StateStore { get; init; } = "file";

    /// <summary>How often a checkpoint file is written at the least; in files, seconds.</summary>
    public TimeSpan CheckpointFrequency { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Where traces and metrics are sent.</summary>
    public TelemetryConfig Telemetry { get; init; } = new();
}
