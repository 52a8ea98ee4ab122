namespace BatchWorkflow;

/// <summary>One line of a run's log.</summary>
public sealed record BatchLogEntry
{
    /// <summary>When (UTC).</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>How important.</summary>
    public required LogLevel Level { get; init; }

    /// <summary>The run's id.</summary>
    public required string RunId { get; init; }

    /// <summary>The operation, or null.</summary>
    public string? Operation { get; init; }

    /// <summary>The step's id, or null.</summary>
    public string? Step { get; init; }

    /// <summary>The attempt's number, or null.</summary>
    public int? Attempt { get; init; }

    /// <summary>The server, or null.</summary>
    public string? Server { get; init; }

    /// <summary>The file name of the script whose own line it is, or null. A health check's command has none: it is "health check".</summary>
    public string? Script { get; init; }

    /// <summary>stdout or stderr for a script's own line, or null.</summary>
    public string? Stream { get; init; }

    /// <summary>The W3C trace id: 32 hex digits.</summary>
    public string? TraceId { get; init; }

    /// <summary>The W3C span id: 16 hex digits.</summary>
    public string? SpanId { get; init; }

    /// <summary>The line, masked.</summary>
    public required string Message { get; init; }
}
