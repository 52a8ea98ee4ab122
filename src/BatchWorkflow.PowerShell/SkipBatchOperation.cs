using System.Management.Automation;
using BatchWorkflow.Engine.Journal;
using BatchWorkflow.PowerShell.Completion;
using BatchWorkflow.PowerShell.Pipeline;

namespace BatchWorkflow.PowerShell;

/// <summary>Leaves out operations or steps of a run that have not begun or that wait; what depends on them goes on.</summary>
[Cmdlet(VerbsCommon.Skip, "BatchOperation", SupportsShouldProcess = true)]
[OutputType(typeof(BatchRun))]
public sealed class SkipBatchOperation : RunCmdlet
{
    /// <summary>The operations or steps, by their ids.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [Alias("Step")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(StepCompleter))]
    public string[] Operation { get; set; } = [];

    /// <summary>Why, for the journal and the status.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string Reason { get; set; } = "";

    /// <inheritdoc />
    private protected override bool TakesNewest => false;

    /// <inheritdoc />
    private protected override async Task ProcessRunAsync(string id)
    {
        BatchRun? run = null;
        foreach (string target in Operation)
            await TryAsync(async () => run = await SkipAsync(id, target) ?? run, target);
        if (run is not null)
            await EmitAsync(run);
    }

    private async Task<BatchRun?> SkipAsync(string id, string target)
    {
        if (!await MayAsync($"Run {id}, {target}", "Skip", () => Engine.CheckControlAsync(id, ControlKind.Skip, target, null, StopToken)))
            return null;
        BatchRun run = await Engine.SkipAsync(id, target, Reason, StopToken);
        string[] going = [.. run.StepList.Where(s => s.Operation == target && s.Running).Select(s => s.Id)];
        if (going.Length > 0)
            Post(() => WriteWarning($"Under way, and so not skipped: {string.Join(", ", going)}."));
        return run;
    }
}
