using System.Management.Automation;
using BatchWorkflow.Engine.Journal;
using BatchWorkflow.PowerShell.Completion;
using BatchWorkflow.PowerShell.Pipeline;

namespace BatchWorkflow.PowerShell;

/// <summary>Fails a gate at which a run waits; what follows is the gate's on_failure.</summary>
[Cmdlet(VerbsLifecycle.Deny, "BatchGate", SupportsShouldProcess = true)]
[OutputType(typeof(BatchRun))]
public sealed class DenyBatchGate : RunCmdlet
{
    /// <summary>The gate; without it, the only one that waits.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(GateCompleter))]
    public string? Gate { get; set; }

    /// <summary>Why, for the journal and the status.</summary>
    [Parameter]
    public string? Reason { get; set; }

    /// <inheritdoc />
    private protected override bool TakesNewest => false;

    /// <inheritdoc />
    private protected override async Task ProcessRunAsync(string id)
    {
        if (await MayAsync(Gate is null ? $"Run {id}" : $"Run {id}, gate {Gate}", "Deny", () => Engine.CheckControlAsync(id, ControlKind.Deny, Gate, null, StopToken)))
            await EmitAsync(await Engine.DenyAsync(id, Gate, Reason, StopToken));
    }
}
