using System.Globalization;
using System.Text;
using BatchWorkflow.Engine.Monitoring;

namespace BatchWorkflow.Engine.Views;

/// <summary>
/// Shows one failed step: where and what it was, its last words, what is undone or still there, and the two commands to type next.
/// </summary>
internal static class FailureBlock
{
    private const int NamesShown = 5;

    /// <summary>The block; each line ends with a line feed.</summary>
    /// <param name="run">The run with its steps.</param>
    /// <param name="step">The failed step.</param>
    /// <param name="maxAttempts">How many attempts it may have, or null when that is not known.</param>
    /// <param name="colour">True colours it by ANSI sequences.</param>
    public static string Text(BatchRun run, BatchStep step, int? maxAttempts, bool colour)
    {
        StringBuilder text = new();
        string title = step.Status == StepStatus.RevertFailed ? "Could not undo" : "Failed";
        text.AppendLineFeed(Ink.Bad.Paint($"{title}: {PlainText.Line(step.Id)}", colour));
        Facts(text, step, maxAttempts);
        Tail(text, step.Failure?.ErrorTail ?? []);
        Drift(text, step.Failure?.Drift ?? []);
        Remains(text, run, step);
        string log = $"Get-BatchLog {run.Id} -Operation {Quoted(step.Operation)}";
        text.Append("  See the whole log:  ").AppendLineFeed(Ink.Strong.Paint(log, colour));
        text.Append("  Go on:              ").AppendLineFeed(Ink.Strong.Paint(WayOn(run), colour));
        return text.ToString();
    }

    private static void Facts(StringBuilder text, BatchStep step, int? maxAttempts)
    {
        Fact(text, "server", step.Server);
        Fact(text, "taskserv", step.Taskserv);
        Fact(text, "script", step.Failure?.Script);
        string of = maxAttempts >= step.Attempts ? $" of {maxAttempts}" : "";
        Fact(text, "attempt", step.Attempts == 0 ? null : step.Attempts.ToString(CultureInfo.InvariantCulture) + of);
        Fact(text, "exit code", step.Failure?.ExitCode?.ToString(CultureInfo.InvariantCulture));
        Fact(text, "duration", Durations.Text(step.Duration));
        if (step.Failure is { } failure)
            Fact(text, "failure", $"{failure.Kind}{(failure.Code is null ? "" : $" ({failure.Code})")}: {failure.Message}");
    }

    private static void Tail(StringBuilder text, IReadOnlyList<string> tail)
    {
        if (tail.Count == 0)
            return;
        text.AppendLineFeed(tail.Count == 1 ? "  last line of stderr:" : $"  last {tail.Count} lines of stderr:");
        foreach (string line in tail)
            text.AppendLineFeed("    | " + PlainText.Line(line));
    }

    private static void Drift(StringBuilder text, IReadOnlyList<PropertyDifference> drift)
    {
        foreach (PropertyDifference one in drift)
            Fact(text, "drift", Differences.Text(one));
    }

    private static void Remains(StringBuilder text, BatchRun run, BatchStep step)
    {
        if (run.StepList.Count == 0)
            return;
        Fact(text, "undone", Names(run.StepList.Where(one => one.Status == StepStatus.Reverted)));
        string? there = Names(run.StepList.Where(IsThere));
        bool isInPart = step is { Status: StepStatus.Failed, Attempts: > 0, Action: not (StepAction.Check or StepAction.Nothing or StepAction.Wait) };
        Fact(text, "still there", there ?? (isInPart ? null : "nothing that this run made"));
        Fact(text, "in part", isInPart ? $"what {step.Id} began may be there" : null);
        foreach (NotUndone one in run.NotUndone)
            Fact(text, "not undone", $"{one.Step}: {one.Reason}");
    }

    private static bool IsThere(BatchStep step) =>
        step is { Status: StepStatus.Succeeded, Changed: true } or { Status: StepStatus.Reverting or StepStatus.RevertFailed };

    private static string? Names(IEnumerable<BatchStep> steps)
    {
        List<string> names = [.. steps.Select(step => step.Id)];
        if (names.Count == 0)
            return null;
        string shown = string.Join(", ", names.Take(NamesShown));
        return names.Count > NamesShown ? $"{shown} and {names.Count - NamesShown} more" : shown;
    }

    private static string WayOn(BatchRun run) => run.Status switch
    {
        RunStatus.RolledBack => $"Restart-BatchWorkflow {run.Id}",
        RunStatus.RollbackFailed => $"Invoke-BatchRollback {run.Id}",
        _ when run.Running || run.Status == RunStatus.Pending => $"Wait-BatchWorkflow {run.Id}",
        RunStatus.Succeeded => $"Restart-BatchWorkflow {run.Id} -FailedOnly",
        _ => $"Resume-BatchWorkflow {run.Id}",
    };

    private static string Quoted(string name) =>
        name.All(one => char.IsAsciiLetterOrDigit(one) || one is '-' or '_' or '.')
            ? name
            : $"'{PlainText.Line(name).Replace("'", "''", StringComparison.Ordinal)}'";

    private static void Fact(StringBuilder text, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            text.AppendLineFeed($"  {name,-11}  {PlainText.Line(value)}");
    }
}
