using System.Management.Automation;
using BatchWorkflow.PowerShell.Pipeline;

namespace BatchWorkflow.PowerShell;

/// <summary>Goes on with a run that is Suspended, Stopped, Interrupted or Failed, or with an interrupted rollback.</summary>
[Cmdlet(VerbsLifecycle.Resume, "BatchWorkflow", SupportsShouldProcess = true)]
[OutputType(typeof(BatchRun), typeof(Job))]
public sealed class ResumeBatchWorkflow : WorkCmdlet
{
    /// <inheritdoc />
    private protected override bool TakesNewest => true;

    /// <inheritdoc />
    private protected override async Task ProcessRunAsync(string id)
    {
        if (await MayAsync($"Run {id}", "Resume", () => Engine.CheckResumeAsync(id, StopToken)))
            await WorkAsync((engine, options, cancellationToken) => engine.ResumeAsync(id, options, cancellationToken));
    }
}
