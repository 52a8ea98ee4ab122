using System.Management.Automation;
using BatchWorkflow.Engine.Journal;
using BatchWorkflow.PowerShell.Pipeline;

namespace BatchWorkflow.PowerShell;

/// <summary>Starts nothing new in a run until it is resumed; what runs may end.</summary>
[Cmdlet(VerbsLifecycle.Suspend, "BatchWorkflow", SupportsShouldProcess = true)]
[OutputType(typeof(BatchRun))]
public sealed class SuspendBatchWorkflow : RunCmdlet
{
    /// <summary>Why, for the journal.</summary>
    [Parameter]
    public string? Reason { get; set; }

    /// <inheritdoc />
    private protected override bool TakesNewest => false;

    /// <inheritdoc />
    private protected override async Task ProcessRunAsync(string id)
    {
        if (await MayAsync($"Run {id}", "Suspend", () => Engine.CheckControlAsync(id, ControlKind.Suspend, null, null, StopToken)))
            await EmitAsync(await Engine.ControlAsync(id, ControlKind.Suspend, Reason, StopToken));
    }
}
