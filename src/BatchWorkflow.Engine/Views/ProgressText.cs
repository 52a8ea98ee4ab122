using BatchWorkflow.Engine.Monitoring;

namespace BatchWorkflow.Engine.Views;

/// <summary>Where a run stands, in one short line for a progress bar.</summary>
internal static class ProgressText
{
    private const int RunningShown = 3;

    /// <summary>The line.</summary>
    /// <param name="run">The run with its steps.</param>
    /// <param name="now">The time, for how long things still take.</param>
    /// <param name="width">The longest line.</param>
    public static string Text(BatchRun run, DateTimeOffset now, int width)
    {
        List<string> parts = [$"{run.StepsDone}/{run.Steps} done" + (run.StepsFailed > 0 ? $", {run.StepsFailed} failed" : "")];
        if (run.Status is not (RunStatus.Running or RunStatus.Pending))
            parts.Insert(0, run.Status.ToString());
        if (Running(run) is { } running)
            parts.Add(running);
        IEnumerable<BatchStep> retries = run.StepList.Where(step => step is { Done: false, Running: false, NextAttempt: not null });
        if (retries.MinBy(step => step.NextAttempt) is { } retry)
            parts.Add($"{retry.Id} again in {Durations.Text(Later(retry.NextAttempt!.Value - now))}");
        List<BatchStep> waiting = [.. run.StepList.Where(step => step is { Status: StepStatus.Waiting, WaitingFor: not null, NextAttempt: null })];
        if (waiting.Count > 0)
            parts.Add($"{waiting[0].Id} waits for {waiting[0].WaitingFor}{More(waiting.Count - 1)}");
        return LineFeeds.Cut(PlainText.Line(string.Join("; ", parts)), width);
    }

    private static string? Running(BatchRun run)
    {
        List<BatchStep> running = [.. run.StepList.Where(step => step.Running)];
        IEnumerable<string> shown = running.Take(RunningShown).Select(step => $"{step.Id} ({Durations.Text(step.Duration)})");
        return running.Count == 0 ? null : string.Join(", ", shown) + More(running.Count - RunningShown);
    }

    private static string More(int count) => count > 0 ? $" and {count} more" : "";

    private static TimeSpan Later(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;
}
