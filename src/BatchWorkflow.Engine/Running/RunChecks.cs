using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.State;
using BatchWorkflow.Engine.Storing;

namespace BatchWorkflow.Engine.Running;

/// <summary>Refuses what a request would refuse, and changes nothing: what a host tells under -WhatIf is what would happen.</summary>
internal sealed class RunChecks(EngineParts engine)
{
    /// <summary>Refuses a run that cannot be resumed.</summary>
    public async Task ResumeAsync(string id, CancellationToken cancellationToken)
    {
        RunState state = await ReadAsync(id, cancellationToken);
        if (state.Facts.Status == RunStatus.Suspending && await engine.IsHeldAsync(id, cancellationToken))
            return;
        await RefuseHeldAsync(id, cancellationToken);
        RunStarts.RefuseToResume(state);
    }

    /// <summary>Refuses a run that has nothing to restart.</summary>
    public async Task RestartAsync(string id, RestartOptions restart, CancellationToken cancellationToken)
    {
        RunState state = await ReadAsync(id, cancellationToken);
        await RefuseHeldAsync(id, cancellationToken);
        _ = RunStarts.StepsToRestart(state, restart);
    }

    /// <summary>Refuses what cannot be asked of a run.</summary>
    public async Task ControlAsync(string id, ControlRequest request, CancellationToken cancellationToken) =>
        RunControl.Demand(ControlVerdict.Of(await ReadAsync(id, cancellationToken), request, engine.Time.GetUtcNow()).Refusal);

    /// <summary>Refuses a run that cannot be removed.</summary>
    public async Task RemoveAsync(string id, bool force, CancellationToken cancellationToken)
    {
        if (!force)
            await new RunRemovals(engine).RefuseResumableAsync(new RunFolder(engine.Store, engine.StatePath, id), cancellationToken);
        await RefuseHeldAsync(id, cancellationToken);
    }

    private Task<RunState> ReadAsync(string id, CancellationToken cancellationToken) =>
        RunHistory.ReadAsync(engine, new RunFolder(engine.Store, engine.StatePath, id), cancellationToken);

    /// <summary>Refuses a run that somebody alive has.</summary>
    public async Task RefuseHeldAsync(string id, CancellationToken cancellationToken)
    {
        if (await Lease.ReadAsync(engine.Store, StateLayout.RunLease(id), cancellationToken) is { } lease && Lease.IsAlive(lease, engine.Terms.Processes, engine.Time))
            throw HeldRun.Held(id, new LeaseHeldException(StateLayout.RunLease(id), lease));
    }
}
