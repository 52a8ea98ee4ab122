namespace BatchWorkflow.Engine.Journal;

/// <summary>A run's history as it was read, with its chain checked.</summary>
/// <param name="After">The event after which <paramref name="Entries"/> begin: 0 when they are all, also when the checkpoint did not fit.</param>
/// <param name="Entries">The events in order.</param>
/// <param name="LastSequence">The last event; 0 when there is none.</param>
/// <param name="LastHash">The hash of its line.</param>
internal sealed record JournalSnapshot(long After, IReadOnlyList<JournalEntry> Entries, long LastSequence, string LastHash);
