using System.Management.Automation;
using System.Management.Automation.Host;
using BatchWorkflow.Engine;
using BatchWorkflow.Engine.Views;

namespace BatchWorkflow.PowerShell.Viewing;

/// <summary>A run that is shown with its operations, steps, checkpoints and failures.</summary>
internal static class DetailedRun
{
    /// <summary>The type name that the format file has a view for.</summary>
    private const string TypeName = "BatchWorkflow.BatchRun#Detailed";

    public static async Task<PSObject> MakeAsync(BatchEngine engine, BatchRun run, PSHost? host, CancellationToken cancellationToken)
    {
        (int width, bool colour) = (Screen.Width(host), Screen.HasColour(host));
        List<string> failures = [];
        foreach (BatchStep step in run.StepList.Where(s => s.Failure is not null && !s.Succeeded))
            failures.Add(await engine.DescribeFailureAsync(run, step, width, colour, cancellationToken));
        PSObject shown = new(run);
        // Of a type that the list's table does not know, so that the formatter shows it by itself when it comes after a list.
        shown.TypeNames.Remove(typeof(BatchRun).FullName);
        shown.TypeNames.Insert(0, TypeName);
        shown.Properties.Add(new PSNoteProperty("Text", new LateText(() =>
            string.Join(Environment.NewLine, failures.Prepend(RunTable.Text(run, width, colour))).TrimEnd())));
        return shown;
    }
}
