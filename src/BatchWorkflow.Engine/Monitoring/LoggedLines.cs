using System.Diagnostics;

namespace BatchWorkflow.Engine.Monitoring;

/// <summary>How many lines of a script are in the run's log already.</summary>
/// <param name="Output">Of its standard output.</param>
/// <param name="Error">Of its standard error.</param>
internal readonly record struct LoggedLines(int Output, int Error)
{
    /// <summary>Counts a script's lines in a run's log.</summary>
    public static async Task<LoggedLines> CountAsync(string runFolder, ActivitySpanId span, CancellationToken cancellationToken)
    {
        string id = span.ToString();
        LoggedLines count = default;
        using LogLines lines = new(LogFiles.OfRun(runFolder));
        while (await lines.NextAsync(cancellationToken) is { Count: > 0 } some)
            foreach (BatchLogEntry entry in some.Where(entry => entry.SpanId == id))
                count = entry.Stream switch
                {
                    "stdout" => count with { Output = count.Output + 1 },
                    "stderr" => count with { Error = count.Error + 1 },
                    _ => count,
                };
        return count;
    }
}
