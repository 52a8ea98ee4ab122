using System.Management.Automation;
using BatchWorkflow.Engine.Definitions;
using BatchWorkflow.PowerShell.Definitions;
using BatchWorkflow.PowerShell.Pipeline;

namespace BatchWorkflow.PowerShell;

/// <summary>Says whether a workflow can be planned; -Detailed says what is wrong with it.</summary>
[Cmdlet(VerbsDiagnostic.Test, "BatchWorkflow", DefaultParameterSetName = FileSet)]
[OutputType(typeof(bool), typeof(Problem))]
public sealed class TestBatchWorkflow : DefinitionCmdlet
{
    /// <summary>Emits the problems in place of true or false.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <inheritdoc />
    private protected override async Task ProcessItemAsync()
    {
        LoadedWorkflow loaded = await Engine.CheckAsync(await InputAsync(), PlanOptions, StopToken);
        IReadOnlyList<Problem> problems = Problems.Near(await CallAsync(() => Folder), loaded.Problems);
        foreach (Problem problem in problems)
        {
            if (Detailed)
                await EmitAsync(problem);
            else
                Post(() => WriteWarning((problem with { IsWarning = false }).ToString()));
        }
        if (!Detailed)
            await EmitAsync(loaded.IsValid);
    }
}
