using System.Runtime.CompilerServices;
using BatchWorkflow.Engine.Views;

namespace BatchWorkflow.Engine.Monitoring;

/// <summary>Reads a run's log, also while another process writes it.</summary>
internal static class LogReader
{
    private static readonly TimeSpan _poll = TimeSpan.FromMilliseconds(200);

    /// <summary>The lines that are wanted, oldest first. Lines that a dead process left torn are passed over.</summary>
    /// <param name="runFolder">The run's folder in the state.</param>
    /// <param name="query">Which lines.</param>
    /// <param name="runIsOver">True when nobody writes the log any more; asked between looks while following.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async IAsyncEnumerable<BatchLogEntry> ReadAsync(
        string runFolder, LogQuery query, Func<bool> runIsOver, TimeProvider time,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using LogLines lines = new(LogFiles.OfRun(runFolder));
        if (query.Tail is { } tail)
            foreach (BatchLogEntry entry in lines.Last(tail, entry => Wants(query, entry)))
                yield return entry;

        bool wasOver = !query.Follow;
        while (true)
        {
            while (await lines.NextAsync(cancellationToken) is { Count: > 0 } some)
                foreach (BatchLogEntry entry in some.Where(entry => Wants(query, entry)))
                    yield return entry;
            if (wasOver)
            {
                if (lines.PassedOver > 0)
                    query.PassedOver?.Invoke(lines.PassedOver);
                yield break;
            }

            // One more look after the end: what was queued when the run ended comes a moment later.
            wasOver = runIsOver();
            await Task.Delay(_poll, time, cancellationToken);
        }
    }

    private static bool Wants(LogQuery query, BatchLogEntry entry) =>
        entry.Level >= query.Level
        && (query.Operation is null || string.Equals(query.Operation, entry.Operation, StringComparison.OrdinalIgnoreCase))
        && (query.Step is null || string.Equals(query.Step, entry.Step, StringComparison.OrdinalIgnoreCase));
}
