using System.Globalization;
using System.Text;

namespace BatchWorkflow.Engine.Views;

/// <summary>Runs as a table for people, one line a run.</summary>
internal static class RunListTable
{
    /// <summary>The table.</summary>
    /// <param name="runs">The runs in the order in which they are shown.</param>
    /// <param name="width">The longest line.</param>
    /// <param name="colour">True colours it by ANSI sequences.</param>
    public static string Text(IEnumerable<BatchRun> runs, int width, bool colour)
    {
        TextTable table = new(
            new Column("Id"), new Column("Workflow", Fit.CutsEnd, 16), new Column("Status"), new Column("Steps") { IsNumber = true },
            new Column("Changed") { IsNumber = true }, new Column("Duration", Fit.Goes) { IsNumber = true },
            new Column("Failed", Fit.Goes) { IsNumber = true }, new Column("Submitted", Fit.Goes));
        foreach (BatchRun run in runs)
            table.Add(
                run.Id, run.Workflow, new Cell(StatusOf(run), Inks.Of(run)), $"{run.StepsDone}/{run.Steps}",
                run.StepsChanged.ToString(CultureInfo.InvariantCulture), Durations.Text(run.Duration),
                run.StepsFailed > 0 ? new Cell(run.StepsFailed.ToString(CultureInfo.InvariantCulture), Ink.Bad) : "", Durations.Text(run.Submitted));
        StringBuilder text = new();
        table.Write(text, width, colour);
        return text.ToString();
    }

    private static string StatusOf(BatchRun run) => run switch
    {
        { Damage: not null } => $"{run.Status} (damaged)",
        { Waiting: true, Running: true } => $"{run.Status} (gate)",
        _ => run.Status.ToString(),
    };
}
