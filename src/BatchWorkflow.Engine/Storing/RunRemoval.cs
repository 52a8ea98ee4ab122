using BatchWorkflow.Engine.Journal;

namespace BatchWorkflow.Engine.Storing;

/// <summary>Removes runs; what exists (servers, records) stays.</summary>
internal static class RunRemoval
{
    /// <summary>Removes a run and all its files; <see cref="LeaseHeldException"/> when somebody alive has it.</summary>
    public static async Task RemoveAsync(
        Store store, RunFolder run, RunOrigin origin, LeaseTerms terms, TimeProvider time, CancellationToken cancellationToken)
    {
        if ((await NamesAsync(store, run, cancellationToken)).Count == 0)
            throw RunIds.NotFound(run.Id);
        await using (await run.AcquireAsync(origin, terms, time, cancellationToken))
            await DeleteStreamsAsync(store, run, await NamesAsync(store, run, cancellationToken), cancellationToken);
        await FinishAsync(store, run, cancellationToken);
    }

    /// <summary>Removes what is left of submits that ended before their run's journal began.</summary>
    public static async Task RemoveUnbegunAsync(
        Store store, string statePath, RunOrigin origin, LeaseTerms terms, TimeProvider time, CancellationToken cancellationToken)
    {
        HashSet<string> begun = [];
        await foreach (string id in RunIds.ListAsync(store, cancellationToken))
            begun.Add(id);
        HashSet<string> unbegun = [];
        await foreach (string name in store.ListAsync(StateLayout.Runs, cancellationToken))
        {
            if (name.Split('/') is [_, var id, ..] && !begun.Contains(id))
                unbegun.Add(id);
        }
        foreach (string id in unbegun)
            await RemoveIfUnbegunAsync(store, new RunFolder(store, statePath, id), origin, terms, time, cancellationToken);
    }

    private static async Task RemoveIfUnbegunAsync(
        Store store, RunFolder run, RunOrigin origin, LeaseTerms terms, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await using (await run.AcquireAsync(origin, terms, time, cancellationToken))
            {
                List<string> names = await NamesAsync(store, run, cancellationToken);
                if (names.Exists(name => JournalFormat.Token(run.Id, name) is not null))
                    return;
                await DeleteStreamsAsync(store, run, names, cancellationToken);
            }
            await FinishAsync(store, run, cancellationToken);
        }
        catch (LeaseHeldException)
        {
            // It is being submitted just now.
        }
    }

    private static async Task<List<string>> NamesAsync(Store store, RunFolder run, CancellationToken cancellationToken) =>
        await store.ListAsync(StateLayout.Run(run.Id, ""), cancellationToken).ToListAsync(cancellationToken);

    /// <summary>
    /// The plan goes first and the summary last: what a crash leaves cannot be resumed, but is still listed and can be removed again.
    /// </summary>
    private static async Task DeleteStreamsAsync(Store store, RunFolder run, List<string> names, CancellationToken cancellationToken)
    {
        foreach (string name in names.OrderBy(Turn))
        {
            if (name != StateLayout.RunLease(run.Id))
                await store.DeleteAsync(name, StoreVersion.Any, cancellationToken);
        }
    }

    private static int Turn(string name) =>
        name.Contains("/plan.", StringComparison.Ordinal) ? 0 : name.EndsWith("/" + RunFolder.SummaryName, StringComparison.Ordinal) ? 2 : 1;

    private static async Task FinishAsync(Store store, RunFolder run, CancellationToken cancellationToken)
    {
        await store.DeleteAsync(StateLayout.RunLease(run.Id), StoreVersion.Any, cancellationToken);
        try
        {
            if (Directory.Exists(run.Path))
                Directory.Delete(run.Path, recursive: true);
        }
        catch (Exception e) when (StateErrors.Covers(e))
        {
            throw StateErrors.Unwritable(run.Path, e);
        }
    }
}
