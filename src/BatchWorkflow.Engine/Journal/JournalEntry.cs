namespace BatchWorkflow.Engine.Journal;

/// <summary>An event in its place in the journal.</summary>
/// <param name="Sequence">Its number, from 1, without gaps over all segments.</param>
/// <param name="Time">When it was written (UTC).</param>
/// <param name="Event">What happened.</param>
internal sealed record JournalEntry(long Sequence, DateTimeOffset Time, RunEvent Event);
