namespace BatchWorkflow.Engine.Definitions.Binding;

/// <summary>The fields of monitoring.</summary>
internal static class MonitoringFields
{
    private static readonly MonitoringConfig Defaults = new();

    /// <summary>monitoring.</summary>
    public static RecordShape<MonitoringConfig> Shape { get; } =
        new RecordShape<MonitoringConfig>("Metrics, state and telemetry.", () => new())
            .May("enabled", new SwitchShape(), m => m.Enabled, (m, v) => m with { Enabled = v }, "false keeps no metrics.")
            .May("metrics_endpoint", new TextShape("a path")
                    .Warns(v => v == Defaults.MetricsEndpoint ? null : "only a server answers with metrics at a path; here this has no effect."),
                m => m.MetricsEndpoint, (m, v) => m with { MetricsEndpoint = v }, "The path at which a server answers with metrics.")
            .May("state_store", Words.Of("file", "rkvs", "postgres"),
                m => m.StateStore, (m, v) => m with { StateStore = v }, "Where runs are kept.")
            .May("checkpoint_frequency", new SecondsShape(isAbove: true), m => m.CheckpointFrequency, (m, v) => m with { CheckpointFrequency = v },
                "Seconds between checkpoint files at the most.")
            .May("telemetry", Telemetry, (m, v) => m with { Telemetry = v }, "Where traces and metrics are sent (OpenTelemetry).");

    private static RecordShape<TelemetryConfig> Telemetry =>
        new RecordShape<TelemetryConfig>("Where traces and metrics are sent (OpenTelemetry).", () => new())
            .May("enabled", new SwitchShape().NotYet(v => v ? "telemetry is" : null), t => t.Enabled, (t, v) => t with { Enabled = v }, "true sends.")
            .May("otlp_endpoint", new TextShape("an address"), (t, v) => t with { OtlpEndpoint = v }, "The collector's address.")
            .May("service_name", new TextShape(), (t, v) => t with { ServiceName = v }, "The name that the traces carry.")
            .May("headers", new MapShape<object?>(Header), (t, v) => t with { Headers = v }, "Headers of each request; secrets only as references.");

    // Headers are kept with other free values, but each is text.
    private static TextAsValue Header => new();
}
