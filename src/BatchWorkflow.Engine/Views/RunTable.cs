using System.Globalization;
using System.Text;
using BatchWorkflow.Engine.Monitoring;

namespace BatchWorkflow.Engine.Views;

/// <summary>A run as a table for people: a heading, its operations and steps, checkpoints, warnings, what could not be undone.</summary>
internal static class RunTable
{
    /// <summary>The table.</summary>
    /// <param name="run">The run with its steps.</param>
    /// <param name="width">The longest line.</param>
    /// <param name="colour">True colours it by ANSI sequences.</param>
    public static string Text(BatchRun run, int width, bool colour)
    {
        StringBuilder text = new();
        Heading(text, run, width, colour);
        Operations(text, run, width, colour);
        Steps(text, run, width, colour);
        GateText.Write(text, run, width, colour);
        Checkpoints(text, run, width, colour);
        TextSection.Write(text, "Not undone", run.NotUndone.Select(one => $"{one.Step}: {one.Reason}"), width, colour);
        TextSection.Write(text, "Warnings", run.Warnings, width, colour);
        return text.ToString();
    }

    private static void Heading(StringBuilder text, BatchRun run, int width, bool colour)
    {
        string names = run.Infrastructure.Length > 0 && run.Infrastructure != run.Workflow ? $"{run.Workflow} on {run.Infrastructure}" : run.Workflow;
        (string status, string duration) = (run.Status.ToString(), Durations.Text(run.Duration));
        int room = width - run.Id.Length - status.Length - duration.Length - 6;
        text.Append(Ink.Strong.Paint(run.Id, colour)).Append("  ").Append(LineFeeds.Cut(PlainText.Line(names), Math.Max(20, room)));
        text.Append("  ").Append(Inks.Of(run).Paint(status, colour)).Append("  ").AppendLineFeed(duration);
        text.AppendWrapped("", "", Counts(run), width);
        if (!string.IsNullOrEmpty(run.Reason))
            text.AppendWrapped("", "", PlainText.Line(run.Reason), width);
        if (run.Damage is { } damage)
            text.AppendWrapped("", "", "damaged: " + PlainText.Line(damage), width);
        if (run.Holder is not null && run.Running)
            text.AppendWrapped("", "", "held by " + PlainText.Line(run.Holder), width);
    }

    private static string Counts(BatchRun run)
    {
        List<string> parts =
            [$"{run.StepsDone} of {run.Steps} steps done", $"{run.StepsSucceeded} succeeded", $"{run.StepsChanged} changed"];
        if (run.StepsFailed > 0)
            parts.Add($"{run.StepsFailed} failed");
        if (run.StepsRunning > 0)
            parts.Add($"{run.StepsRunning} running");
        if (run.Drifted)
            parts.Add("drifted");
        return string.Join(", ", parts);
    }

    private static void Operations(StringBuilder text, BatchRun run, int width, bool colour)
    {
        if (run.Operations.Count == 0)
            return;
        TextTable table = new(
            new Column("Operation", Fit.CutsEnd, 12), new Column("Status"), new Column("Steps") { IsNumber = true },
            new Column("Failed") { IsNumber = true });
        foreach (BatchOperation operation in run.Operations)
            table.Add(
                operation.Id, new Cell(operation.Status.ToString(), Inks.Of(operation.Status)), $"{operation.StepsDone}/{operation.Steps}",
                operation.StepsFailed > 0 ? new Cell(operation.StepsFailed.ToString(CultureInfo.InvariantCulture), Ink.Bad) : "");
        text.AppendLineFeed();
        table.Write(text, width, colour);
    }

    private static void Steps(StringBuilder text, BatchRun run, int width, bool colour)
    {
        if (run.StepList.Count == 0)
            return;
        TextTable table = new(
            new Column("Step", Fit.CutsBegin, 20), new Column("Status"), new Column("Changed"), new Column("Attempts", Fit.Goes) { IsNumber = true },
            new Column("Duration") { IsNumber = true }, new Column("Note", Fit.CutsEnd, 18));
        foreach (BatchStep step in run.StepList)
            table.Add(
                step.Id, new Cell(step.Status.ToString(), Inks.Of(step.Status)),
                step.Succeeded ? (step.Changed ? "yes" : "no") : "",
                step.Attempts > 1 ? step.Attempts.ToString(CultureInfo.InvariantCulture) : "",
                step.Attempts > 0 || step.Duration > TimeSpan.Zero ? Durations.Text(step.Duration) : "", StepNote.Text(step));
        text.AppendLineFeed();
        table.Write(text, width, colour);
    }

    private static void Checkpoints(StringBuilder text, BatchRun run, int width, bool colour)
    {
        if (run.Checkpoints.Count == 0)
            return;
        TextTable table = new(new Column("") { IsNumber = true }, new Column("", Fit.CutsEnd, 20), new Column(""));
        foreach (BatchCheckpoint one in run.Checkpoints)
            table.Add(one.Number.ToString(CultureInfo.InvariantCulture), one.Name, Durations.Text(one.Time));
        text.AppendLineFeed().AppendLineFeed(Ink.Strong.Paint("Checkpoints", colour));
        table.Write(text, width, colour, indent: 2);
    }
}
