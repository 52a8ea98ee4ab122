using System.Management.Automation;
using BatchWorkflow.PowerShell.Pipeline;
using BatchWorkflow.PowerShell.Viewing;

namespace BatchWorkflow.PowerShell;

/// <summary>Plans a workflow and emits the plan; it can be piped to Submit-BatchWorkflow.</summary>
[Cmdlet(VerbsCommon.New, "BatchPlan", DefaultParameterSetName = FileSet)]
[OutputType(typeof(Plan))]
public sealed class NewBatchPlan : DefinitionCmdlet
{
    /// <summary>Runs the checks of taskservs, so that the plan is exact where it would be estimated.</summary>
    [Parameter]
    public SwitchParameter Refresh { get; set; }

    /// <inheritdoc />
    private protected override async Task ProcessItemAsync()
    {
        Plan plan = await PlanAsync(Refresh);
        foreach (Problem warning in plan.Warnings)
            Post(() => WriteWarning((warning with { IsWarning = false }).ToString()));
        await EmitAsync(PlanView.Of(plan, Host));
    }
}
