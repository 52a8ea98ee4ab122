using System.Diagnostics;
using Serilog.Events;
using Serilog.Parsing;

namespace BatchWorkflow.Engine.Monitoring;

/// <summary>Our log lines as Serilog events and back.</summary>
internal static class LogEvents
{
    /// <summary>The event of a line; its message is text, never a template.</summary>
    public static LogEvent From(BatchLogEntry entry)
    {
        List<LogEventProperty> properties = [new("run_id", new ScalarValue(entry.RunId))];
        Add(properties, "operation", entry.Operation);
        Add(properties, "step", entry.Step);
        Add(properties, "attempt", entry.Attempt);
        Add(properties, "server", entry.Server);
        Add(properties, "script", entry.Script);
        Add(properties, "stream", entry.Stream);
        return new LogEvent(
            entry.Time, Level(entry.Level), exception: null, new MessageTemplate([new TextToken(entry.Message)]), properties,
            ActivityTraceId.CreateFromString(entry.TraceId), ActivitySpanId.CreateFromString(entry.SpanId));
    }

    /// <summary>The line of an event.</summary>
    public static BatchLogEntry Entry(LogEvent logEvent) => new()
    {
        Time = logEvent.Timestamp,
        Level = Level(logEvent.Level),
        RunId = Text(logEvent, "run_id") ?? "",
        Operation = Text(logEvent, "operation"),
        Step = Text(logEvent, "step"),
        Attempt = Scalar(logEvent, "attempt") as int?,
        Server = Text(logEvent, "server"),
        Script = Text(logEvent, "script"),
        Stream = Text(logEvent, "stream"),
        TraceId = logEvent.TraceId?.ToString(),
        SpanId = logEvent.SpanId?.ToString(),
        Message = logEvent.MessageTemplate.Text,
    };

    /// <summary>Serilog's word for a level.</summary>
    public static LogEventLevel Level(LogLevel level) => level switch
    {
        LogLevel.Debug => LogEventLevel.Debug,
        LogLevel.Info => LogEventLevel.Information,
        LogLevel.Warn => LogEventLevel.Warning,
        _ => LogEventLevel.Error,
    };

    private static LogLevel Level(LogEventLevel level) => level switch
    {
        <= LogEventLevel.Debug => LogLevel.Debug,
        LogEventLevel.Information => LogLevel.Info,
        LogEventLevel.Warning => LogLevel.Warn,
        _ => LogLevel.Error,
    };

    private static void Add(List<LogEventProperty> properties, string name, object? value)
    {
        if (value is not null)
            properties.Add(new LogEventProperty(name, new ScalarValue(value)));
    }

    private static string? Text(LogEvent logEvent, string name) => Scalar(logEvent, name) as string;

    private static object? Scalar(LogEvent logEvent, string name) =>
        logEvent.Properties.TryGetValue(name, out LogEventPropertyValue? value) ? (value as ScalarValue)?.Value : null;
}
