using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Storing;

namespace BatchWorkflow.Engine.Running;

/// <summary>
/// Lets one run be the first under a key. The key is claimed for a run that has its lease but no journal yet; when its process dies before the
/// journal begins, the next submit under the key takes the claim over.
/// </summary>
internal sealed class SubmissionKeys(EngineParts engine)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>The run that was submitted under a key; null when there is none, or its process died before it was accepted.</summary>
    /// <exception cref="BatchWorkflowException">Run.KeyInUse when another workflow was submitted under it.</exception>
    public async Task<string?> FindAsync(string key, Plan plan, CancellationToken cancellationToken)
    {
        while (true)
        {
            if ((await LeaseFile.ReadAsync<SubmissionKey>(engine.Store, Name(key), cancellationToken))?.Value is not { } found)
                return null;
            Refuse(found, plan);
            if (await HasBegunAsync(found.RunId, cancellationToken))
                return found.RunId;
            if (!await engine.IsHeldAsync(found.RunId, cancellationToken) && await BarAsync(found.RunId, cancellationToken))
                return null;
            await Task.Delay(Pause, engine.Time, cancellationToken);
        }
    }

    /// <summary>Makes a new run the first under a key.</summary>
    /// <exception cref="AlreadySubmittedException">Another run is the first; the new one is gone again.</exception>
    public async Task ClaimAsync(string key, Plan plan, RunFolder folder, Lease lease, CancellationToken cancellationToken)
    {
        SubmissionKey mine = new() { Key = key, RunId = folder.Id, Workflow = plan.Workflow, Infrastructure = plan.Infrastructure };
        try
        {
            while (true)
            {
                (SubmissionKey Value, StoreVersion Version)? seen = await LeaseFile.ReadAsync<SubmissionKey>(engine.Store, Name(key), cancellationToken);
                if (await FindAsync(key, plan, cancellationToken) is { } first)
                    throw new AlreadySubmittedException(first);
                if (await TryWriteAsync(mine, seen?.Version ?? StoreVersion.Absent, cancellationToken))
                    return;
            }
        }
        catch
        {
            await lease.DisposeAsync();
            await engine.Store.DeleteAsync(StateLayout.RunLease(folder.Id), StoreVersion.Any, CancellationToken.None);
            throw;
        }
    }

    /// <summary>Removes the keys whose runs are gone.</summary>
    public async Task TidyAsync(CancellationToken cancellationToken)
    {
        await foreach (string name in engine.Store.ListAsync(StateLayout.Keys, cancellationToken))
        {
            if (await LeaseFile.ReadAsync<SubmissionKey>(engine.Store, name, cancellationToken) is not { } found
                || await HasBegunAsync(found.Value.RunId, cancellationToken) || await engine.IsHeldAsync(found.Value.RunId, cancellationToken))
                continue;
            try
            {
                await engine.Store.DeleteAsync(name, found.Version, cancellationToken);
            }
            catch (StoreConflictException)
            {
                // Somebody has just submitted under it.
            }
        }
    }

    private static string Name(string key) => StateLayout.Keys + StoreNames.Part(key);

    private async Task<bool> TryWriteAsync(SubmissionKey mine, StoreVersion seen, CancellationToken cancellationToken)
    {
        try
        {
            await LeaseFile.WriteAsync(engine.Store, Name(mine.Key), mine, seen, Durability.Flushed, cancellationToken);
            return true;
        }
        catch (StoreConflictException)
        {
            return false;
        }
    }

    /// <summary>
    /// True when a run was accepted: its summary is there. One that has a journal and no living process was not told to anybody, and its events may not
    /// be on the disk: they are brought there before anybody is told of it.
    /// </summary>
    private async Task<bool> HasBegunAsync(string id, CancellationToken cancellationToken)
    {
        RunFolder folder = new(engine.Store, engine.StatePath, id);
        if (await folder.ReadSummaryAsync(cancellationToken) is not null)
            return true;
        if (await engine.IsHeldAsync(id, cancellationToken))
            return false;
        foreach (long token in await SegmentChain.TokensAsync(engine.Store, id, cancellationToken))
            await engine.Store.AppendAsync(JournalFormat.SegmentName(id, token), ReadOnlyMemory<byte>.Empty, StoreVersion.Any, Durability.Flushed, cancellationToken);
        return await RunHistory.IsAcceptedAsync(engine, folder, cancellationToken);
    }

    /// <summary>Keeps a submit from going on that only seems to be dead: it may be paused. False when it has begun in between, or goes on.</summary>
    private async Task<bool> BarAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            RunFolder folder = new(engine.Store, engine.StatePath, id);
            await using Lease lease = await folder.AcquireAsync(engine.Origin, engine.Terms, engine.Time, cancellationToken);
            await using JournalWriter journal = await JournalWriter.OpenAsync(engine.Store, id, lease.Token, engine.Time, cancellationToken);
            return journal.LastSequence == 0;
        }
        catch (LeaseHeldException)
        {
            return false;
        }
        catch (LeaseLostException)
        {
            return false;
        }
    }

    private static void Refuse(SubmissionKey found, Plan plan)
    {
        if (found.Workflow == plan.Workflow && found.Infrastructure == plan.Infrastructure)
            return;
        throw new BatchWorkflowException("Run.KeyInUse", $"Run {found.RunId} of {found.Workflow} on {found.Infrastructure} was submitted under the key '{found.Key}'.")
        {
            RecommendedAction = "Give another -IdempotencyKey.",
        };
    }
}
