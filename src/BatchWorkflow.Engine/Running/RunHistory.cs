using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.State;
using BatchWorkflow.Engine.Storing;

namespace BatchWorkflow.Engine.Running;

/// <summary>Folds a run's state from its checkpoint and the tail of its journal.</summary>
internal static class RunHistory
{
    /// <summary>The state as of the last event.</summary>
    /// <exception cref="BatchWorkflowException">Run.NotFound, or State.Unreadable with the file and line of what is wrong.</exception>
    public static async Task<RunState> ReadAsync(EngineParts engine, RunFolder folder, CancellationToken cancellationToken) =>
        (await ReadWholeAsync(engine, folder, cancellationToken)).State;

    /// <summary>The state as of the last event, and which events are known to have been there after it.</summary>
    /// <exception cref="BatchWorkflowException">Run.NotFound, or State.Unreadable with the file and line of what is wrong.</exception>
    public static async Task<(RunState State, LostEvents? Lost)> ReadWholeAsync(EngineParts engine, RunFolder folder, CancellationToken cancellationToken)
    {
        try
        {
            // The journal last: what is written meanwhile never makes it look shorter than it was.
            CheckpointContent? checkpoint = await CheckpointFile.ReadAsync(engine.Store, folder.Id, cancellationToken);
            long summarized = (await folder.ReadSummaryAsync(cancellationToken))?.Sequence ?? 0;
            JournalSnapshot journal = await JournalReader.ReadAsync(engine.Store, folder.Id, checkpoint, cancellationToken);
            return (await FoldAsync(engine, folder, checkpoint, journal, cancellationToken), LostEvents.Find(journal.LastSequence, checkpoint?.Sequence ?? 0, summarized));
        }
        catch (JournalCorruptException e)
        {
            throw Unreadable(folder.Id, e);
        }
    }

    /// <summary>False for a run whose maker has not come to its first event yet, or died before: it never was accepted, and is no run.</summary>
    public static async Task<bool> IsAcceptedAsync(EngineParts engine, RunFolder folder, CancellationToken cancellationToken)
    {
        if (await folder.HasSummaryAsync(cancellationToken))
            return true;
        try
        {
            return (await JournalReader.ReadAsync(engine.Store, folder.Id, 0, cancellationToken)).Entries.Count > 0;
        }
        catch (JournalCorruptException)
        {
            return true; // What is wrong with it is told by whoever reads the run.
        }
    }

    /// <summary>The refusal to go by a journal that is not as it was written.</summary>
    public static BatchWorkflowException Unreadable(string id, JournalCorruptException why) => Unreadable(id, why.Message.TrimEnd('.'), why);

    private static BatchWorkflowException Unreadable(string id, string why, Exception? inner = null) =>
        new("State.Unreadable", $"The journal of run {id} cannot be read: {why}.", inner)
        {
            RecommendedAction = "Bring the file back from a backup. What the run made still stands, and a new run of the workflow finds it.",
        };

    private static async Task<RunState> FoldAsync(
        EngineParts engine, RunFolder folder, CheckpointContent? checkpoint, JournalSnapshot journal, CancellationToken cancellationToken)
    {
        if (checkpoint is not null && journal.After == checkpoint.Sequence
            && RunState.PlanHashesOf(checkpoint.State.Span) is { Count: > 0 } known
            && RunState.FromCheckpoint(await ReadPlansAsync(folder, known, cancellationToken), checkpoint.State.Span) is { } folded)
            return await FoldAsync(folder, folded, journal.Entries, cancellationToken);
        JournalSnapshot whole = journal.After == 0 ? journal : await JournalReader.ReadAsync(engine.Store, folder.Id, 0, cancellationToken);
        if (whole.Entries.Count == 0 || whole.Entries[0].Event is not RunSubmitted submitted)
            throw await folder.HasSummaryAsync(cancellationToken) ? Unreadable(folder.Id, "it is not there") : RunIds.NotFound(folder.Id);
        return await FoldAsync(folder, new RunState(await folder.ReadPlanAsync(submitted.PlanHash, cancellationToken)), whole.Entries, cancellationToken);
    }

    private static async Task<IReadOnlyList<Plan>> ReadPlansAsync(RunFolder folder, IReadOnlyList<string> hashes, CancellationToken cancellationToken)
    {
        List<Plan> plans = [await folder.ReadPlanAsync(hashes[0], cancellationToken)];
        foreach (string hash in hashes.Skip(1))
            plans.Add(await folder.ReadLaterPlanAsync(hash, cancellationToken));
        return plans;
    }

    private static async Task<RunState> FoldAsync(RunFolder folder, RunState state, IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken)
    {
        foreach (JournalEntry entry in entries)
            state.Apply(entry.Event is DefinitionsTaken taken
                ? entry with { Event = taken with { Plan = await folder.ReadLaterPlanAsync(taken.PlanHash, cancellationToken) } }
                : entry);
        return state;
    }
}
