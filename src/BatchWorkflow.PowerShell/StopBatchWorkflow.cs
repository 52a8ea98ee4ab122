using System.Management.Automation;
using BatchWorkflow.Engine.Journal;
using BatchWorkflow.PowerShell.Pipeline;

namespace BatchWorkflow.PowerShell;

/// <summary>Ends a run: starts nothing new, lets what runs end, and undoes nothing.</summary>
[Cmdlet(VerbsLifecycle.Stop, "BatchWorkflow", SupportsShouldProcess = true)]
[OutputType(typeof(BatchRun))]
public sealed class StopBatchWorkflow : RunCmdlet
{
    /// <summary>Why, for the journal.</summary>
    [Parameter]
    public string? Reason { get; set; }

    /// <inheritdoc />
    private protected override bool TakesNewest => false;

    /// <inheritdoc />
    private protected override async Task ProcessRunAsync(string id)
    {
        if (await MayAsync($"Run {id}", "Stop", () => Engine.CheckControlAsync(id, ControlKind.Stop, null, null, StopToken)))
            await EmitAsync(await Engine.ControlAsync(id, ControlKind.Stop, Reason, StopToken));
    }
}
