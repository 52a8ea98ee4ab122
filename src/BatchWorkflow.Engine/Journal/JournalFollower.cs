namespace BatchWorkflow.Engine.Journal;

/// <summary>Reads a journal on from where it was, over the segments that new holders begin.</summary>
internal sealed class JournalFollower(Store store, string runId)
{
    private SegmentCursor? cursor;
    private long token;

    /// <summary>The events that came since the last call.</summary>
    public async Task<IReadOnlyList<JournalEntry>> NextAsync(CancellationToken cancellationToken)
    {
        List<JournalEntry> entries = [];
        foreach (JournalSegment next in await NewSegmentsAsync(cancellationToken))
        {
            if (!next.HasEvents && cursor is not null)
                break; // Its header may still change, and nothing in it is missed.
            await ReadOnAsync(entries, next.Header.PreviousSequence, cancellationToken);
            cursor?.MustEndBefore(next.Header);
            cursor = SegmentCursor.Strict(runId, next.Header.Token);
            token = next.Header.Token;
        }
        await ReadOnAsync(entries, long.MaxValue, cancellationToken);
        return entries;
    }

    private async Task<IReadOnlyList<JournalSegment>> NewSegmentsAsync(CancellationToken cancellationToken)
    {
        if (cursor is null)
            return await SegmentChain.LoadAsync(store, runId, cancellationToken);
        IReadOnlyList<JournalSegment> segments = await SegmentChain.LoadAsync(store, runId, cancellationToken, token);
        if (segments.Count > 0 && segments[0].Header.PreviousToken != token)
        {
            string file = JournalFormat.SegmentName(runId, segments[0].Header.Token);
            throw new JournalCorruptException(new JournalProblem(file, 1, null, $"it does not go on from {JournalFormat.SegmentName(runId, token)}, which was read before"));
        }
        return segments;
    }

    private async Task ReadOnAsync(List<JournalEntry> entries, long until, CancellationToken cancellationToken)
    {
        if (cursor is null || await store.ReadAsync(JournalFormat.SegmentName(runId, token), cursor.Offset, cancellationToken) is not { } content)
            return;
        foreach (JournalLine line in cursor.Read(content.Bytes, until))
        {
            if (cursor.ReadEntry(line) is { } entry)
                entries.Add(entry);
        }
    }
}
