using System.Text.Json;
using Serilog.Events;
using Serilog.Formatting;

namespace BatchWorkflow.Engine.Monitoring;

/// <summary>Writes a log line as one JSON object on a line of its own.</summary>
internal sealed class JsonLineFormatter : ITextFormatter
{
    /// <inheritdoc />
    public void Format(LogEvent logEvent, TextWriter output)
    {
        output.Write(Text(LogEvents.Entry(logEvent)));
        output.Write('\n');
    }

    /// <summary>The JSON of an entry, without a line end.</summary>
    public static string Text(BatchLogEntry entry) => JsonSerializer.Serialize(entry, EngineJson.Line);
}
