using BatchWorkflow.Engine.Monitoring;
using BatchWorkflow.Engine.Planning;
using System.Globalization;
using System.Text;

namespace BatchWorkflow.Engine.Views;

/// <summary>A plan as -WhatIf prints it: each step with what will happen and why, the critical path, and the sum.</summary>
internal static class PlanText
{
    /// <summary>The text; each line ends with a line feed.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="width">The longest line.</param>
    /// <param name="colour">True colours it by ANSI sequences.</param>
    public static string Text(Plan plan, int width, bool colour)
    {
        StringBuilder text = new();
        text.Append(plan.Undoes is null ? "Plan of " : $"Undoing run {plan.Undoes} of ").Append(Ink.Strong.Paint(PlainText.Line(plan.Workflow), colour));
        text.Append(" on ").AppendLineFeed(PlainText.Line(plan.Infrastructure));
        if (plan.Steps.Count > 0)
            Steps(plan).Write(text, width, colour, indent: 2);
        CriticalPath(text, plan, width);
        TextSection.Write(text, "Not undone", plan.NotUndone.Select(one => $"{one.Step}: {one.Reason}"), width, colour);
        TextSection.Write(text, "Warnings", plan.Warnings.Select(one => one.ToString()), width, colour);
        text.AppendLineFeed().AppendWrapped("", "", Sum(plan), width);
        return text.ToString();
    }

    private static TextTable Steps(Plan plan)
    {
        TextTable table = new(
            new Column(""), new Column("", Fit.CutsBegin, 24), new Column(""), new Column("", Fit.Goes), new Column("", Fit.Goes),
            new Column("", Fit.Wraps, 28));
        foreach (IGrouping<string, PlanStep> operation in plan.Steps.GroupBy(step => step.Operation))
        {
            table.AddLine("");
            table.AddLine(new Cell(PlainText.Line(operation.Key), Ink.Strong));
            if (PerServer(operation) is { } barrier)
                table.AddLine(new Cell(barrier, Ink.Faint));
            foreach (PlanStep step in operation)
            {
                table.Add(
                    new Cell(Action(step.Action), Inks.Of(step.Action)), Name(step), step.Exact ? "exact" : "estimated",
                    string.Create(CultureInfo.InvariantCulture, $"wave {step.Wave}"),
                    step.Estimate is { } estimate ? "about " + Durations.Text(estimate) : "", Why(step));
                foreach (PropertyDifference difference in step.Differences)
                    table.AddLine(new Cell("      " + PlainText.Line(Differences.Text(difference)), Ink.Notable));
            }
        }

        return table;
    }

    /// <summary>What an operation needs of others that go on after failures, or null.</summary>
    private static string? PerServer(IEnumerable<PlanStep> operation)
    {
        string[] others = [.. operation.SelectMany(step => step.DependsOn).Where(wait => wait.PerServer).Select(wait => PlainText.Line(wait.On)).Distinct()];
        if (others.Length == 0)
            return null;
        string where = operation.Any(step => step.Server is not null) ? "on the servers where" : "once on any server";
        return $"  after {string.Join(", ", others)}, {where} {(others.Length == 1 ? "it succeeds" : "they succeed")}";
    }

    // Below its operation's heading a step needs no more than what follows the operation in its id.
    private static string Name(PlanStep step) =>
        step.Id.StartsWith(step.Operation + "/", StringComparison.Ordinal) ? step.Id[(step.Operation.Length + 1)..] : step.Id;

    private static string Why(PlanStep step)
    {
        StringBuilder why = new(step.Reason);
        if (step.StandIn)
            why.Append(" [stand-in]");
        if (step.Irreversible)
            why.Append(" [cannot be undone]");
        if (step.MayRunTwice)
            why.Append(" [may run twice after a crash]");
        return why.ToString();
    }

    private static string Action(StepAction action) => action switch
    {
        StepAction.Create => "+ create",
        StepAction.Update => "~ update",
        StepAction.Replace => "± replace",
        StepAction.Delete => "- delete",
        StepAction.Check => "? check",
        StepAction.Wait => "! wait",
        _ => "= nothing",
    };

    private static void CriticalPath(StringBuilder text, Plan plan, int width)
    {
        if (plan.CriticalPath.Count < 2)
            return;
        Dictionary<string, PlanStep> steps = plan.Steps.ToDictionary(step => step.Id, StringComparer.Ordinal);
        TimeSpan[] estimates = [.. plan.CriticalPath.Select(id => steps.GetValueOrDefault(id)?.Estimate).OfType<TimeSpan>()];
        string time = estimates.Length == 0 ? "" : $", about {Durations.Text(estimates.Aggregate((sum, one) => sum + one))}";
        text.AppendLineFeed().AppendLineFeed($"Critical path ({Phrases.Counted(plan.CriticalPath.Count, "step")}{time}):");
        string line = " ";
        foreach (string step in plan.CriticalPath.Select((id, at) => at == 0 ? PlainText.Line(id) : "-> " + PlainText.Line(id)))
        {
            if (line.Length > 1 && line.Length + 1 + step.Length > width)
            {
                text.AppendLineFeed(line);
                line = "   ";
            }

            line += " " + step;
        }

        text.AppendLineFeed(line);
    }

    private static string Sum(Plan plan)
    {
        if (plan.Steps.Count == 0)
            return "Nothing to do.";
        (StepAction Action, string Words)[] words =
        [
            (StepAction.Create, "to create"), (StepAction.Update, "to update"), (StepAction.Replace, "to replace"),
            (StepAction.Delete, "to delete"), (StepAction.Check, "to check"), (StepAction.Wait, "to wait for"), (StepAction.Nothing, "as wanted"),
        ];
        IEnumerable<string> parts = words
            .Select(one => (Count: plan.Steps.Count(step => step.Action == one.Action), one.Words))
            .Where(one => one.Count > 0)
            .Select(one => $"{one.Count} {one.Words}");
        int estimated = plan.Steps.Count(step => !step.Exact);
        string refresh = plan.Refreshed ? "" : " (-Refresh asks their checks now)";
        return string.Join(", ", parts) + (estimated == 0 ? "." : $"; {estimated} of {plan.Steps.Count} estimated{refresh}.");
    }
}
