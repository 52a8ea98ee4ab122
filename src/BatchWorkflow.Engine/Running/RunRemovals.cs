using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.State;
using BatchWorkflow.Engine.Storing;

namespace BatchWorkflow.Engine.Running;

/// <summary>Removes runs that nobody needs any more; what they made stays.</summary>
internal sealed class RunRemovals(EngineParts engine)
{
    /// <summary>Removes a run.</summary>
    /// <exception cref="BatchWorkflowException">Run.Held, or Run.Resumable when it could be resumed and it is not forced.</exception>
    public async Task RemoveAsync(string id, bool force, CancellationToken cancellationToken)
    {
        RunFolder folder = new(engine.Store, engine.StatePath, id);
        if (!force)
            await RefuseResumableAsync(folder, cancellationToken);
        try
        {
            await RunRemoval.RemoveAsync(engine.Store, folder, engine.Origin, engine.Terms, engine.Time, cancellationToken);
        }
        catch (LeaseHeldException e)
        {
            throw new BatchWorkflowException(LeaseHeldException.ErrorId, $"Run {id} is held by {e.Holder.Describe()}.", e)
            {
                RecommendedAction = $"Stop-BatchWorkflow {id} stops it.",
            };
        }
    }

    /// <summary>Removes what no run refers to any more. Files stay while somebody works on a run.</summary>
    public async Task TidyAsync(CancellationToken cancellationToken)
    {
        await new SubmissionKeys(engine).TidyAsync(cancellationToken);
        await RunRemoval.RemoveUnbegunAsync(engine.Store, engine.StatePath, engine.Origin, engine.Terms, engine.Time, cancellationToken);
        await ContentSweep.TryRunAsync(engine.Store, engine.Origin, engine.Terms, engine.Time, cancellationToken);
    }

    /// <summary>Refuses a run that could still be resumed or undone.</summary>
    public async Task RefuseResumableAsync(RunFolder folder, CancellationToken cancellationToken)
    {
        RunState state = await RunHistory.ReadAsync(engine, folder, cancellationToken);
        if (state.Facts.Status is RunStatus.Succeeded or RunStatus.RolledBack)
            return;
        throw new BatchWorkflowException("Run.Resumable", $"Run {folder.Id} is {RunView(state)} and could still be resumed or undone.")
        {
            RecommendedAction = $"Remove-BatchWorkflow {folder.Id} -Force removes it all the same; what it made stays.",
        };
    }

    private static RunStatus RunView(RunState state) => Views.RunView.StatusOf(state.Facts.Status, isHeld: false);
}
