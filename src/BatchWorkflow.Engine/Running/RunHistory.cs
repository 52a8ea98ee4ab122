using System.Globalization;
using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.State;
using BatchWorkflow.Engine.Storing;

namespace BatchWorkflow.Engine.Running;

/// <summary>Folds a run's state from its checkpoint and the tail of its journal.</summary>
internal static class RunHistory
{
    /// <summary>The state as of the last event.</summary>
    /// <exception cref="BatchWorkflowException">Run.NotFound, or State.Unreadable with the file and line of what is wrong.</exception>
    public static async Task<RunState> ReadAsync(EngineParts engine, RunFolder folder, CancellationToken cancellationToken)
    {
        try
        {
            CheckpointContent? checkpoint = await CheckpointFile.ReadAsync(engine.Store, folder.Id, cancellationToken);
            JournalSnapshot journal = await JournalReader.ReadAsync(engine.Store, folder.Id, checkpoint, cancellationToken);
            if (checkpoint is not null && journal.After == checkpoint.Sequence
                && RunState.PlanHashOf(checkpoint.State.Span) is { } known
                && RunState.FromCheckpoint(await folder.ReadPlanAsync(known, cancellationToken), checkpoint.State.Span) is { } folded)
                return Fold(folded, journal.Entries);
            JournalSnapshot whole = journal.After == 0 ? journal : await JournalReader.ReadAsync(engine.Store, folder.Id, 0, cancellationToken);
            if (whole.Entries.Count == 0 || whole.Entries[0].Event is not RunSubmitted submitted)
                throw await folder.HasSummaryAsync(cancellationToken) ? Unreadable(folder.Id, "it is not there") : RunIds.NotFound(folder.Id);
            return Fold(new RunState(await folder.ReadPlanAsync(submitted.PlanHash, cancellationToken)), whole.Entries);
        }
        catch (JournalCorruptException e)
        {
            throw Unreadable(folder.Id, e);
        }
    }

    /// <summary>A warning of a checkpoint or summary that knows more events than the journal has; null when none does.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="folder">The run.</param>
    /// <param name="last">The journal's last event.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<Warned?> FindMissedAsync(EngineParts engine, RunFolder folder, long last, CancellationToken cancellationToken)
    {
        if (await CheckpointFile.ReadAsync(engine.Store, folder.Id, cancellationToken) is { } checkpoint && checkpoint.Sequence > last)
            return Missed("checkpoint.json", checkpoint.Sequence, last);
        return await folder.ReadSummaryAsync(cancellationToken) is { } summary && summary.Sequence > last
            ? Missed(RunFolder.SummaryName, summary.Sequence, last) : null;
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

    private static Warned Missed(string file, long known, long last) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"{file} knew {known} events of this run, but its journal ended with event {last}. The others are lost, and {file} is written again without them; what they did may still be there."))
    {
        Missed = known,
    };

    private static RunState Fold(RunState state, IReadOnlyList<JournalEntry> entries)
    {
        foreach (JournalEntry entry in entries)
            state.Apply(entry);
        return state;
    }
}
