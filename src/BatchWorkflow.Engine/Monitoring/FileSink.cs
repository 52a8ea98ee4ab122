using System.Globalization;
using System.Text;
using Serilog.Events;
using Serilog.Formatting;

namespace BatchWorkflow.Engine.Monitoring;

/// <summary>
/// Adds log lines to a file. One that cannot be written is told once, tried again every few seconds, and never ends the run.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="isPrivate">True makes it readable by its owner only.</param>
/// <param name="formatter">The form of a line.</param>
/// <param name="trouble">What to do when lines do not get through.</param>
/// <param name="time">The clock.</param>
internal sealed class FileSink(
    string path, bool isPrivate, ITextFormatter formatter, LogTrouble trouble, TimeProvider time) : QueuedSink
{
    private static readonly TimeSpan _nextTry = TimeSpan.FromSeconds(5);

    private readonly LineFile _file = new(path, isPrivate);
    private long? _failedAt;
    private bool _isTold;

    /// <inheritdoc />
    protected override string Name => path;

    /// <inheritdoc />
    protected override void Write(IReadOnlyList<LogEvent> batch, int lost)
    {
        if (_failedAt is { } failed && time.GetElapsedTime(failed) < _nextTry)
        {
            Lose(lost + batch.Count);
            return;
        }

        try
        {
            _file.Append(Format(batch, lost));
            _failedAt = null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            _failedAt = time.GetTimestamp();
            Lose(lost + batch.Count);
            if (!_isTold)
                trouble.Tell(
                    $"The log file {path} cannot be written ({error.Message}). The run goes on without it; Get-BatchLog reads the run's own log.");
            _isTold = true;
        }
    }

    /// <inheritdoc />
    protected override void Tell(string message) => trouble.Tell(message);

    /// <inheritdoc />
    protected override void Close() => _file.Dispose();

    private byte[] Format(IReadOnlyList<LogEvent> batch, int lost)
    {
        using StringWriter text = new(CultureInfo.InvariantCulture);
        if (lost > 0)
            formatter.Format(trouble.Missing($"{lost} log lines are missing here: the destination could not take them."), text);
        foreach (LogEvent logEvent in batch)
            formatter.Format(logEvent, text);
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
