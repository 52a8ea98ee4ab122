using System.Buffers;

namespace BatchWorkflow.Engine.Journal;

/// <summary>Where a new holder begins to write.</summary>
/// <param name="Segment">Its own segment.</param>
/// <param name="Version">The segment's version, with its header.</param>
/// <param name="Sequence">The last event before.</param>
/// <param name="Hash">The hash of the header's line.</param>
/// <param name="Torn">How many bytes of torn lines were cut off.</param>
internal sealed record JournalStart(string Segment, StoreVersion Version, long Sequence, string Hash, int Torn);

/// <summary>Takes a journal over from the holder before, who may still be alive and write.</summary>
internal sealed class JournalOpening(Store store, string runId, long token)
{
    private readonly string own = JournalFormat.SegmentName(runId, token);
    private List<(long Token, StoreVersion Version)>? closed;
    private int torn;

    /// <summary>
    /// Closes the newest segments down to one that has events and begins one of its own, until nobody has begun another in between. What a
    /// former holder wrote until then counts; what it writes later finds its segment replaced and fails. A segment without events may be that of
    /// a holder who never finished opening, so what stands before it is looked at too.
    /// </summary>
    public async Task<JournalStart> OpenAsync(CancellationToken cancellationToken)
    {
        JournalStart? start = null;
        while (true)
        {
            List<JournalSegment> newest = await NewestButOwnAsync(cancellationToken);
            if (start is not null && closed is not null && newest.Select(s => (s.Header.Token, s.Version)).SequenceEqual(closed))
                return start;
            if (await TryCloseAsync(newest, cancellationToken) is { } end)
                start = await BeginAsync(end.Newest, end.End, start, cancellationToken);
        }
    }

    /// <summary>The segments of former holders, newest first, down to the first that has events.</summary>
    private async Task<List<JournalSegment>> NewestButOwnAsync(CancellationToken cancellationToken)
    {
        List<JournalSegment> found = [];
        foreach (long other in await SegmentChain.TokensAsync(store, runId, cancellationToken))
        {
            if (other > token)
                throw new LeaseLostException(own);
            if (other == token || await SegmentChain.ReadAsync(store, runId, other, cancellationToken) is not { } segment)
                continue;
            found.Add(segment);
            if (segment.HasEvents)
                break;
        }
        return found;
    }

    /// <summary>Writes the segments before again without their torn ends; gives the newest that has events, or null when a segment was removed meanwhile.</summary>
    private async Task<(JournalSegment? Newest, SegmentCursor End)?> TryCloseAsync(List<JournalSegment> newest, CancellationToken cancellationToken)
    {
        closed = [];
        (JournalSegment? Segment, SegmentCursor End) last = (null, new SegmentCursor(runId, 0, static _ => { }));
        foreach (JournalSegment segment in newest)
        {
            if (await TryCloseAsync(segment, cancellationToken) is not var (version, end))
                return null;
            closed.Add((segment.Header.Token, version));
            if (last.Segment is null && end.Line > 1)
                last = (segment, end);
        }
        return last;
    }

    /// <summary>
    /// Writes one segment again. A holder that writes meanwhile is caught up with line by line, so that however fast it writes, and however much it
    /// has written, the step between seeing its last line and replacing it stays short. Until it has written an event it may begin its segment
    /// anew, with another header, so that one is read from its start.
    /// </summary>
    private async Task<(StoreVersion Version, SegmentCursor End)?> TryCloseAsync(JournalSegment segment, CancellationToken cancellationToken)
    {
        string name = JournalFormat.SegmentName(runId, segment.Header.Token);
        SegmentCursor end = SegmentCursor.Strict(runId, segment.Header.Token);
        ArrayBufferWriter<byte> whole = new();
        StoreContent? news = new(segment.Bytes, segment.Version);
        while (news is not null)
        {
            long from = end.Offset;
            foreach (JournalLine _ in end.Read(news.Bytes))
            {
                // Only the end is wanted; the lines are checked on the way.
            }
            int read = (int)(end.Offset - from);
            whole.Write(news.Bytes.Span[..read]);
            try
            {
                StoreVersion version = await store.ReplaceAsync(name, whole.WrittenMemory, news.Version, Durability.Flushed, cancellationToken);
                torn += news.Bytes.Length - read;
                return (version, end);
            }
            catch (StoreConflictException)
            {
                if (end.Line <= 1)
                    (end, whole) = (SegmentCursor.Strict(runId, segment.Header.Token), new ArrayBufferWriter<byte>());
                news = await store.ReadAsync(name, end.Offset, cancellationToken);
            }
        }
        return null;
    }

    private async Task<JournalStart> BeginAsync(JournalSegment? newest, SegmentCursor end, JournalStart? former, CancellationToken cancellationToken)
    {
        SegmentHeader header = new()
        {
            Format = JournalFormat.Version,
            RunId = runId,
            Token = token,
            PreviousToken = newest?.Header.Token,
            PreviousSequence = end.Sequence,
            Prev = end.Hash,
        };
        byte[] line = header.Write();
        try
        {
            StoreVersion version = await store.ReplaceAsync(own, line, former?.Version ?? StoreVersion.Absent, Durability.Flushed, cancellationToken);
            return new JournalStart(own, version, end.Sequence, JournalFormat.Hash(line.AsSpan(0, line.Length - 1)), torn);
        }
        catch (StoreConflictException e)
        {
            throw new LeaseLostException(own, e);
        }
    }
}
