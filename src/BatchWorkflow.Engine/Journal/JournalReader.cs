using System.Runtime.CompilerServices;

namespace BatchWorkflow.Engine.Journal;

/// <summary>Reads a run's journal over its segments; throws <see cref="JournalCorruptException"/> where it is not as it was written.</summary>
internal static class JournalReader
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>The events after one of them; 0 gives all. The chain is checked from the first.</summary>
    public static async Task<JournalSnapshot> ReadAsync(Store store, string runId, long afterSequence, CancellationToken cancellationToken) =>
        Gather(runId, await SegmentChain.LoadAsync(store, runId, cancellationToken), afterSequence, afterHash: null);

    /// <summary>The events after a checkpoint, or all of them when there is none or it is not of this history.</summary>
    public static async Task<JournalSnapshot> ReadAsync(Store store, string runId, CheckpointContent? checkpoint, CancellationToken cancellationToken) =>
        Gather(runId, await SegmentChain.LoadAsync(store, runId, cancellationToken), checkpoint?.Sequence ?? 0, checkpoint?.Hash);

    /// <summary>The events after one of them, then each as it comes, until cancelled.</summary>
    public static async IAsyncEnumerable<JournalEntry> FollowAsync(
        Store store, string runId, long afterSequence, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        JournalFollower follower = new(store, runId);
        while (true)
        {
            foreach (JournalEntry entry in await follower.NextAsync(cancellationToken))
            {
                if (entry.Sequence > afterSequence)
                    yield return entry;
            }
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private static JournalSnapshot Gather(string runId, IReadOnlyList<JournalSegment> chain, long after, string? afterHash)
    {
        List<(SegmentCursor Cursor, JournalLine Line)> lines = [];
        SegmentCursor? cursor = null;
        for (int i = 0; i < chain.Count; i++)
        {
            cursor = SegmentCursor.Strict(runId, chain[i].Header.Token);
            SegmentHeader? next = i + 1 < chain.Count ? chain[i + 1].Header : null;
            foreach (JournalLine line in cursor.Read(chain[i].Bytes, next?.PreviousSequence ?? long.MaxValue))
                lines.Add((cursor, line));
            if (next is not null)
                cursor.MustEndBefore(next);
        }
        if (afterHash is not null && lines.Find(l => l.Line.Sequence == after).Line.Hash != afterHash)
            after = 0;
        List<JournalEntry> entries = [];
        foreach ((SegmentCursor of, JournalLine line) in lines)
        {
            if (line.Sequence > after && of.ReadEntry(line) is { } entry)
                entries.Add(entry);
        }
        return new JournalSnapshot(after, entries, cursor?.Sequence ?? 0, cursor?.Hash ?? JournalFormat.NoHash);
    }
}
