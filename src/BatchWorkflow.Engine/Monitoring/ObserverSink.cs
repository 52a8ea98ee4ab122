using System.Diagnostics.CodeAnalysis;
using BatchWorkflow.Engine.Running;
using Serilog.Events;

namespace BatchWorkflow.Engine.Monitoring;

/// <summary>Hands log lines to the run's observer: the stdout destination.</summary>
/// <param name="observer">Hears them.</param>
/// <param name="form">The form of a line.</param>
/// <param name="trouble">What to do when lines do not get through.</param>
internal sealed class ObserverSink(IRunObserver observer, Func<BatchLogEntry, string> form, LogTrouble trouble) : QueuedSink
{
    private bool _isTold;

    /// <inheritdoc />
    protected override string Name => "stdout";

    /// <inheritdoc />
    protected override void Write(IReadOnlyList<LogEvent> batch, int lost)
    {
        if (lost > 0)
            Hand(trouble.Missing($"{lost} log lines are missing here: nobody took them in time."));
        foreach (LogEvent logEvent in batch)
            Hand(logEvent);
    }

    /// <inheritdoc />
    protected override void Tell(string message) => trouble.Tell(message);

    [SuppressMessage("Design", "CA1031", Justification = "A host's fault in showing a line must not end the run; it is told once.")]
    private void Hand(LogEvent logEvent)
    {
        BatchLogEntry entry = LogEvents.Entry(logEvent);
        try
        {
            observer.Line(entry, form(entry));
        }
        catch (Exception error)
        {
            if (!_isTold)
                trouble.Tell($"Log lines cannot be shown ({error.Message}). The run goes on; Get-BatchLog reads its log.");
            _isTold = true;
        }
    }
}
