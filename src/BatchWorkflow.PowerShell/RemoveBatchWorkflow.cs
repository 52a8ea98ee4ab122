using System.Management.Automation;
using BatchWorkflow.PowerShell.Pipeline;

namespace BatchWorkflow.PowerShell;

/// <summary>Removes runs with their journals and logs; what they made stays.</summary>
[Cmdlet(VerbsCommon.Remove, "BatchWorkflow", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemoveBatchWorkflow : RunCmdlet
{
    private bool _hasRemoved;

    /// <summary>Without an id: all runs that ended longer ago than this, in days or as a TimeSpan.</summary>
    [Parameter]
    [Days]
    public TimeSpan? OlderThan { get; set; }

    /// <summary>Asks for no confirmation, and removes runs too that could be resumed.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc />
    private protected override bool TakesNewest => false;

    /// <inheritdoc />
    private protected override async Task ProcessRunAsync(string id)
    {
        BatchRun run = await Engine.GetAsync(id, StopToken);
        if (OlderThan is { } age && !IsOlder(run, age))
            return;
        if (await MayAsync($"Run {id} of {run.Workflow} ({run.Status})", "Remove", () => Engine.CheckRemovalAsync(id, Force, StopToken), Force))
        {
            await Engine.RemoveAsync(id, Force, StopToken);
            _hasRemoved = true;
        }
    }

    /// <inheritdoc />
    private protected override async Task ProcessNoRunAsync()
    {
        if (OlderThan is not { } age)
        {
            await base.ProcessNoRunAsync();
            return;
        }
        List<BatchRun> old = [];
        await foreach (BatchRun run in Engine.ListAsync(Tell, StopToken))
        {
            if (run.Done && IsOlder(run, age) && (Force || run.Status is RunStatus.Succeeded or RunStatus.RolledBack))
                old.Add(run);
        }
        foreach (BatchRun run in old)
            await TryAsync(() => ProcessRunAsync(run.Id), run.Id);
    }

    /// <inheritdoc />
    protected override async Task EndAsync()
    {
        if (_hasRemoved)
            await TryAsync(() => Engine.TidyAsync(StopToken), target: null);
        await base.EndAsync();
    }

    private static bool IsOlder(BatchRun run, TimeSpan age) => run.Ended is { } ended && ended < TimeProvider.System.GetUtcNow() - age;
}
