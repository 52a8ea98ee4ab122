using System.Collections;
using System.Management.Automation;
using BatchWorkflow.Engine.Journal;
using BatchWorkflow.PowerShell.Completion;
using BatchWorkflow.PowerShell.Definitions;
using BatchWorkflow.PowerShell.Pipeline;

namespace BatchWorkflow.PowerShell;

/// <summary>Lets a run pass a gate at which it waits; the answers become the gate's outputs.</summary>
[Cmdlet(VerbsLifecycle.Approve, "BatchGate", SupportsShouldProcess = true)]
[OutputType(typeof(BatchRun))]
public sealed class ApproveBatchGate : RunCmdlet
{
    /// <summary>The gate; without it, the only one that waits.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(GateCompleter))]
    public string? Gate { get; set; }

    /// <summary>The answers by name.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary Answer { get; set; } = new Hashtable();

    /// <summary>Why, for the journal and the status.</summary>
    [Parameter]
    public string? Reason { get; set; }

    /// <inheritdoc />
    private protected override bool TakesNewest => false;

    /// <inheritdoc />
    private protected override async Task ProcessRunAsync(string id)
    {
        IReadOnlyDictionary<string, string> answers = GivenAnswers.From(Answer);
        if (await MayAsync(Gate is null ? $"Run {id}" : $"Run {id}, gate {Gate}", "Approve", () => Engine.CheckControlAsync(id, ControlKind.Approve, Gate, answers, StopToken)))
            await EmitAsync(await Engine.ApproveAsync(id, Gate, answers, Reason, StopToken));
    }
}
