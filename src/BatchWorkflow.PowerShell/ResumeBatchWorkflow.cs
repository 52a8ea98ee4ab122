using System.Management.Automation;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.PowerShell.Pipeline;

namespace BatchWorkflow.PowerShell;

/// <summary>Goes on with a run that is Suspended, Stopped, Interrupted or Failed, or with an interrupted rollback.</summary>
[Cmdlet(VerbsLifecycle.Resume, "BatchWorkflow", SupportsShouldProcess = true)]
[OutputType(typeof(BatchRun), typeof(Job), typeof(BatchChange))]
public sealed class ResumeBatchWorkflow : CurrentCmdlet
{
    /// <inheritdoc />
    private protected override bool TakesNewest => true;

    /// <inheritdoc />
    private protected override async Task ProcessRunAsync(string id)
    {
        CurrentFiles? current = await CompareAsync(id, restart: null);
        if (await MayAsync(Target(id, current), "Resume", () => Engine.CheckResumeAsync(id, StopToken)))
            await WorkAsync((engine, options, cancellationToken) => engine.ResumeAsync(id, options with { Current = current }, cancellationToken));
    }
}
