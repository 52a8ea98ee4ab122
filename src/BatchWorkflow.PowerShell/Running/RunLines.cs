using BatchWorkflow.Engine.Views;

namespace BatchWorkflow.PowerShell.Running;

/// <summary>What is said to people about a run under way.</summary>
internal static class RunLines
{
    private const int MostNamed = 3;

    /// <summary>What still runs and for how long: "2 steps still run: a (12 s), b (3 s)".</summary>
    public static string StillRunning(BatchRun run)
    {
        List<BatchStep> running = [.. run.StepList.Where(s => s.Running)];
        if (running.Count == 0)
            return "No step runs";
        string named = string.Join(", ", running.Take(MostNamed).Select(s => $"{s.Id} ({Durations.Text(s.Duration)})"));
        string rest = running.Count > MostNamed ? $" and {running.Count - MostNamed} more" : "";
        return $"{(running.Count == 1 ? "1 step still runs" : $"{running.Count} steps still run")}: {named}{rest}";
    }

    /// <summary>The command that goes on with the run.</summary>
    public static string ResumeCommand(string id, string? statePath) =>
        $"Resume-BatchWorkflow {id}{(statePath is null ? "" : $" -StatePath '{statePath.Replace("'", "''", StringComparison.Ordinal)}'")}";
}
