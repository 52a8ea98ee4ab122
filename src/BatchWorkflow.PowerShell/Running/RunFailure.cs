using System.Management.Automation;
using System.Management.Automation.Host;
using BatchWorkflow.Engine;
using BatchWorkflow.Engine.Monitoring;
using BatchWorkflow.Engine.Views;
using BatchWorkflow.PowerShell.Pipeline;
using BatchWorkflow.PowerShell.Viewing;

namespace BatchWorkflow.PowerShell.Running;

/// <summary>The error record of a run that is over and did not reach its goal.</summary>
internal static class RunFailure
{
    private const int MostShown = 3;

    /// <summary>The record: one line, what to do, and the block of each failed step.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="run">The run with its steps.</param>
    /// <param name="host">Where it will be shown, or null when nobody knows.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<ErrorRecord> DescribeAsync(BatchEngine engine, BatchRun run, PSHost? host, CancellationToken cancellationToken)
    {
        List<string> parts = [$"Run {run.Id} of {run.Workflow} is {run.Status}{(run.Reason is null ? "." : ": " + PlainText.Line(run.Reason))}"];
        List<BatchStep> failed = [.. run.StepList.Where(s => s.Failure is not null && !s.Succeeded)];
        foreach (BatchStep step in failed.Take(MostShown))
            parts.Add(await engine.DescribeFailureAsync(run, step, Screen.Width(host), colour: false, cancellationToken));
        if (failed.Count > MostShown)
            parts.Add($"{failed.Count - MostShown} more failed: {string.Join(", ", failed.Skip(MostShown).Select(s => s.Id))}. Get-BatchStatus {run.Id} -Detailed shows them.");
        BatchWorkflowException failure = new("Run.Failed", string.Join("\n\n", parts.Select(p => p.TrimEnd())))
        {
            RecommendedAction = $"{FailureBlock.WayOn(run)} goes on; Get-BatchLog {run.Id} shows the whole log.",
        };
        return ErrorRecords.From(failure, run, run.Id);
    }
}
