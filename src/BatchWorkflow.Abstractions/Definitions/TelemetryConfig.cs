namespace BatchWorkflow;

/// <summary>Where traces and metrics are sent (OpenTelemetry).</summary>
public sealed record TelemetryConfig
{
    /// <summary>True sends.</summary>
    public bool Enabled { get; init; }

    /// <summary>The collector's address.</summary>
    public string? OtlpEndpoint { get; init; }

    /// <summary>The name that the traces carry.</summary>
    public string? ServiceName { get; init; }

    /// <summary>Headers of each request; secret references.</summary>
    public IReadOnlyDictionary<string, object?> Headers { get; init; } = Values.None;
}
