using System.Management.Automation;
using BatchWorkflow.PowerShell.Pipeline;
using BatchWorkflow.PowerShell.Running;

namespace BatchWorkflow.PowerShell;

/// <summary>Waits until a run is over or nobody works on it, whichever process has it, and emits it.</summary>
[Cmdlet(VerbsLifecycle.Wait, "BatchWorkflow")]
[OutputType(typeof(BatchRun))]
public sealed class WaitBatchWorkflow : RunCmdlet
{
    /// <summary>How many seconds to wait at most; without it there is no end.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? Timeout { get; set; }

    /// <inheritdoc />
    private protected override bool TakesNewest => true;

    /// <inheritdoc />
    private protected override async Task ProcessRunAsync(string id)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(StopToken);
        if (Timeout is { } seconds)
            patience.CancelAfter(TimeSpan.FromSeconds(seconds));
        RunProgress progress = new(this);
        BatchRun? last = null;
        try
        {
            await foreach (BatchRun run in Engine.FollowAsync(id, patience.Token))
                progress.Show(last = run);
        }
        catch (OperationCanceledException) when (!StopToken.IsCancellationRequested)
        {
            throw new BatchWorkflowException("Run.Timeout", $"Run {id} was not over after {Timeout} s: it is {last?.Status.ToString() ?? "under way"}.");
        }
        finally
        {
            progress.End();
        }
        await EmitAsync(await Engine.GetAsync(id, StopToken));
    }
}
