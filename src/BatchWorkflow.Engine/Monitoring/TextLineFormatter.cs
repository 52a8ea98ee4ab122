using System.Globalization;
using System.Text;
using Serilog.Events;
using Serilog.Formatting;

namespace BatchWorkflow.Engine.Monitoring;

/// <summary>
/// Writes a log line for people, in files with the ids of what it is about; a message of several lines is indented so that none of them passes for a line of its own.
/// </summary>
/// <param name="clock">The zone of a clock time, for screens; null writes date and time in UTC, for files.</param>
internal sealed class TextLineFormatter(TimeZoneInfo? clock) : ITextFormatter
{
    /// <inheritdoc />
    public void Format(LogEvent logEvent, TextWriter output)
    {
        output.Write(Text(LogEvents.Entry(logEvent)));
        output.Write('\n');
    }

    /// <summary>The text of an entry, without a line end.</summary>
    public string Text(BatchLogEntry entry)
    {
        StringBuilder text = new();
        text.Append(Time(entry.Time)).Append(' ').Append(Word(entry.Level)).Append(' ');
        if (clock is null)
            Ids(text, entry);
        else
            Subject(text, entry);
        return text.Append(PlainText.Lines(entry.Message).TrimEnd('\n').Replace("\n", "\n    ", StringComparison.Ordinal)).ToString();
    }

    /// <summary>A screen shows one run, of which only the step is news.</summary>
    private static void Subject(StringBuilder text, BatchLogEntry entry)
    {
        string? about = entry.Step ?? entry.Operation;
        if (about is not null)
            text.Append(PlainText.Line(about));
        if (entry.Attempt > 1)
            text.Append(CultureInfo.InvariantCulture, $" ({entry.Attempt})");
        if (entry.Script is not null)
            text.Append(' ').Append(PlainText.Line(entry.Script));
        if (entry.Stream is not null)
            text.Append(' ').Append(entry.Stream);
        if (about is not null || entry.Stream is not null)
            text.Append(": ");
    }

    /// <summary>A file outlives its run and is searched with those of others.</summary>
    private static void Ids(StringBuilder text, BatchLogEntry entry)
    {
        Id(text, "run", entry.RunId);
        Id(text, "operation", entry.Operation);
        Id(text, "step", entry.Step);
        Id(text, "attempt", entry.Attempt?.ToString(CultureInfo.InvariantCulture));
        Id(text, "trace", entry.TraceId);
        Id(text, "span", entry.SpanId);
        Id(text, "stream", entry.Stream);
        text.Length--;
        text.Append(": ");
    }

    private static void Id(StringBuilder text, string name, string? value)
    {
        if (value is not null)
            text.Append(name).Append('=').Append(PlainText.Line(value)).Append(' ');
    }

    private string Time(DateTimeOffset time) => clock is null
        ? time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
        : TimeZoneInfo.ConvertTime(time, clock).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Debug => "debug",
        LogLevel.Info => "info ",
        LogLevel.Warn => "warn ",
        _ => "error",
    };
}
