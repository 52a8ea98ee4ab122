using System.Management.Automation;
using BatchWorkflow.Engine;
using BatchWorkflow.PowerShell.Pipeline;

namespace BatchWorkflow.PowerShell.Running;

/// <summary>The error record of a run that is over and did not reach its goal.</summary>
internal static class RunFailure
{
    private const int MostShown = 3;

    public static async Task<ErrorRecord> DescribeAsync(BatchEngine engine, BatchRun run, CancellationToken cancellationToken)
    {
        List<string> parts = [$"Run {run.Id} of {run.Workflow} is {run.Status}{(run.Reason is null ? "." : ": " + run.Reason)}"];
        List<BatchStep> failed = [.. run.StepList.Where(s => s.Failure is not null && !s.Succeeded)];
        foreach (BatchStep step in failed.Take(MostShown))
            parts.Add(await engine.DescribeFailureAsync(run, step, colour: false, cancellationToken));
        if (failed.Count > MostShown)
            parts.Add($"{failed.Count - MostShown} more failed: {string.Join(", ", failed.Skip(MostShown).Select(s => s.Id))}. Get-BatchStatus {run.Id} -Detailed shows them.");
        BatchWorkflowException failure = new("Run.Failed", string.Join(Environment.NewLine + Environment.NewLine, parts));
        return ErrorRecords.From(failure, run);
    }
}
