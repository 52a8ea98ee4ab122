using System.Globalization;
using System.Text;
using BatchWorkflow.Engine.Monitoring;
using BatchWorkflow.Engine.Running;

namespace BatchWorkflow.Engine.Views;

/// <summary>
/// Shows one failed step: where and what it was, its last words, what is undone or still there, and the two commands to type next.
/// </summary>
internal static class FailureBlock
{
    private const int NamesShown = 5;
    private const int Indent = 15;

    /// <summary>The block; each line ends with a line feed.</summary>
    /// <param name="run">The run with its steps.</param>
    /// <param name="step">The failed step.</param>
    /// <param name="maxAttempts">How many attempts it may have, or null when that is not known.</param>
    /// <param name="width">Where lines break; commands and lines of a script never do, so that they can be copied.</param>
    /// <param name="colour">True colours it by ANSI sequences.</param>
    public static string Text(BatchRun run, BatchStep step, int? maxAttempts, int width, bool colour)
    {
        StringBuilder text = new();
        string title = step.Status == StepStatus.RevertFailed ? "Could not undo" : "Failed";
        text.AppendLineFeed(Ink.Bad.Paint($"{title}: {PlainText.Line(step.Id)}", colour));
        Write(text, Facts(step, maxAttempts), width);
        Tail(text, step.Failure?.ErrorTail ?? []);
        Write(text, Drift(step.Failure?.Drift ?? []), width);
        Write(text, Remains(run, step), width);
        Command(text, "See the whole log:", $"Get-BatchLog {run.Id} -Operation {Quoted(step.Operation)}", width, colour);
        Command(text, "Go on:", WayOn(run), width, colour);
        return text.ToString();
    }

    /// <summary>The command that goes on with a run, whichever way it was going.</summary>
    public static string WayOn(BatchRun run) => run.Status switch
    {
        RunStatus.RolledBack => $"Restart-BatchWorkflow {run.Id}",
        RunStatus.RollbackFailed when run.StepList.Count == 0 || run.StepList.Any(step => step.Status == StepStatus.RevertFailed) => $"Invoke-BatchRollback {run.Id}",
        RunStatus.RollbackFailed when run.NotUndone.Any(one => one.Reason.Contains("-Recreate", StringComparison.Ordinal)) => $"Invoke-BatchRollback {run.Id} -Recreate",
        RunStatus.RollbackFailed => $"Restart-BatchWorkflow {run.Id}",
        _ when run.Running || run.Status == RunStatus.Pending => $"Wait-BatchWorkflow {run.Id}",
        RunStatus.Succeeded => $"Restart-BatchWorkflow {run.Id} -FailedOnly",
        RunStatus.Failed when run.StepList.Any(step => step.Status == StepStatus.Failed && NotRepeated.Is(step.Failure)) => $"Restart-BatchWorkflow {run.Id}",
        _ => $"Resume-BatchWorkflow {run.Id}",
    };

    private static IEnumerable<(string Name, string? Value)> Facts(BatchStep step, int? maxAttempts)
    {
        yield return ("server", step.Server);
        yield return ("taskserv", step.Taskserv);
        yield return ("script", step.Failure?.Script);
        string of = maxAttempts >= step.Attempts ? $" of {maxAttempts}" : "";
        yield return ("attempt", step.Attempts == 0 ? null : step.Attempts.ToString(CultureInfo.InvariantCulture) + of);
        yield return ("exit code", step.Failure?.ExitCode?.ToString(CultureInfo.InvariantCulture));
        yield return ("duration", Durations.Text(step.Duration));
        if (step.Failure is { } failure)
            yield return ("failure", $"{failure.Kind}{(failure.Code is null ? "" : $" ({failure.Code})")}: {failure.Message}");
    }

    private static void Tail(StringBuilder text, IReadOnlyList<string> tail)
    {
        if (tail.Count == 0)
            return;
        text.AppendLineFeed(tail.Count == 1 ? "  last line of stderr:" : $"  last {tail.Count} lines of stderr:");
        foreach (string line in tail)
            text.AppendLineFeed("    | " + PlainText.Line(line));
    }

    private static IEnumerable<(string Name, string? Value)> Drift(IReadOnlyList<PropertyDifference> drift) =>
        drift.Select(one => ("drift", (string?)Differences.Text(one)));

    private static IEnumerable<(string Name, string? Value)> Remains(BatchRun run, BatchStep step)
    {
        if (run.StepList.Count == 0)
            yield break;
        yield return ("undone", Names(run.StepList.Where(one => one.Status == StepStatus.Reverted)));
        string? there = Names(run.StepList.Where(IsThere));
        bool isInPart = step is { Status: StepStatus.Failed, Began: true };
        yield return ("still there", there ?? (isInPart ? null : "nothing that this run made"));
        yield return ("in part", isInPart ? $"what {step.Id} began may be there" : null);
        foreach (NotUndone one in run.NotUndone)
            yield return ("not undone", $"{one.Step}: {one.Reason}");
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

    private static string Quoted(string name) =>
        name.All(one => char.IsAsciiLetterOrDigit(one) || one is '-' or '_' or '.')
            ? name
            : $"'{PlainText.Line(name).Replace("'", "''", StringComparison.Ordinal)}'";

    private static void Write(StringBuilder text, IEnumerable<(string Name, string? Value)> facts, int width)
    {
        foreach ((string name, string? value) in facts)
            if (!string.IsNullOrEmpty(value))
                text.AppendWrapped($"  {name,-11}  ", new string(' ', Indent), PlainText.Line(value), width);
    }

    private static void Command(StringBuilder text, string label, string command, int width, bool colour)
    {
        string start = $"  {label,-18}  ";
        text.Append(start.Length + command.Length > width ? $"  {label}\n    " : start).AppendLineFeed(Ink.Strong.Paint(command, colour));
    }
}
