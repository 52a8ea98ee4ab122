using System.Management.Automation;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.PowerShell.Pipeline;
using BatchWorkflow.PowerShell.Viewing;

namespace BatchWorkflow.PowerShell;

/// <summary>Undoes what a run changed. -WhatIf emits the plan of the rollback.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "BatchRollback", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(BatchRun), typeof(Plan), typeof(Job))]
public sealed class InvokeBatchRollback : WorkCmdlet
{
    /// <summary>Undoes only what came after this checkpoint.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? ToCheckpoint { get; set; }

    /// <summary>Creates deleted things again, without their data.</summary>
    [Parameter]
    public SwitchParameter Recreate { get; set; }

    /// <summary>Asks for no confirmation.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc />
    private protected override bool IsFailure(BatchRun run) => run.Failed && run.Status != RunStatus.RolledBack;

    /// <inheritdoc />
    private protected override bool TakesNewest => IsWhatIf;

    /// <inheritdoc />
    private protected override async Task ProcessRunAsync(string id)
    {
        RollbackOptions rollback = new() { ToCheckpoint = ToCheckpoint, Recreate = Recreate };
        Plan plan = await Engine.PlanRollbackAsync(id, rollback, StopToken);
        string notUndone = plan.NotUndone.Count > 0 ? $"; not undone: {string.Join(", ", plan.NotUndone.Select(n => n.Step))}" : "";
        if (await CallAsync(() => IsWhatIf))
            await EmitAsync(PlanView.Of(plan, Host));
        else if (await MayAsync($"Run {id} of {plan.Workflow}: {PlanView.Summary(plan)}{notUndone}", "Undo", Force))
            await WorkAsync((engine, options, cancellationToken) => engine.RollbackAsync(id, rollback, options, cancellationToken));
    }
}
