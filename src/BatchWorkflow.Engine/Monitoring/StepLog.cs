namespace BatchWorkflow.Engine.Monitoring;

/// <summary>The log of one attempt of a step, or of one script of it.</summary>
/// <param name="log">The run's log.</param>
/// <param name="place">The attempt.</param>
internal sealed class StepLog(RunLog log, LogPlace place)
{
    /// <summary>The value of TRACEPARENT for the attempt's scripts.</summary>
    public string Traceparent => log.Trace.Traceparent(place.Span(log.Trace));

    /// <summary>Writes a line of the engine's own.</summary>
    public void Write(LogLevel level, string message) => log.Write(level, message, place, stream: null);

    /// <summary>Writes a script's line.</summary>
    public void Script(LogLevel level, bool isError, string line) => log.Write(level, line, place, isError ? "stderr" : "stdout");

    /// <summary>How many lines of this script an earlier engine logged.</summary>
    public Task<LoggedLines> CountLoggedAsync(CancellationToken cancellationToken) => log.CountLoggedAsync(place, cancellationToken);
}
