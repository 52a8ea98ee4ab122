namespace BatchWorkflow.Engine.Journal;

/// <summary>A segment as it was read.</summary>
/// <param name="Header">Its header.</param>
/// <param name="Bytes">All its bytes, with the header.</param>
/// <param name="Version">The stream's version.</param>
internal sealed record JournalSegment(SegmentHeader Header, ReadOnlyMemory<byte> Bytes, StoreVersion Version)
{
    /// <summary>True when a whole line follows the header. Until then its holder may begin it anew, with another header.</summary>
    public bool HasEvents => Bytes.Span.Count((byte)'\n') > 1;
}

/// <summary>Finds the segments that make up a run: the newest, the one that its header names, and so on.</summary>
internal static class SegmentChain
{
    /// <summary>The tokens of all segments, newest first, whether they count or not.</summary>
    public static async Task<IReadOnlyList<long>> TokensAsync(Store store, string runId, CancellationToken cancellationToken)
    {
        List<long> tokens = [];
        await foreach (string name in store.ListAsync(JournalFormat.Prefix(runId), cancellationToken))
        {
            if (JournalFormat.Token(runId, name) is { } token)
                tokens.Add(token);
        }
        tokens.Sort(static (a, b) => b.CompareTo(a));
        return tokens;
    }

    /// <summary>The segments that count, oldest first; only those after <paramref name="knownToken"/> when it is given, which must be among them.</summary>
    public static async Task<IReadOnlyList<JournalSegment>> LoadAsync(Store store, string runId, CancellationToken cancellationToken, long? knownToken = null)
    {
        JournalSegment? segment = await NewestAsync(store, runId, knownToken ?? 0, cancellationToken);
        List<JournalSegment> chain = [];
        while (segment is not null && segment.Header.Token != knownToken)
        {
            chain.Add(segment);
            if (segment.Header.PreviousToken is not { } previous || previous == knownToken)
                break;
            string file = JournalFormat.SegmentName(runId, previous);
            if (previous >= segment.Header.Token || previous < knownToken)
                throw Broken(runId, segment, $"it goes on from {file}, which cannot stand before it");
            segment = await ReadAsync(store, runId, previous, cancellationToken)
                ?? throw Broken(runId, segment, $"{file}, from which it goes on, is missing or has no header");
        }
        chain.Reverse();
        return chain;
    }

    /// <summary>The newest segment whose header is whole, or null.</summary>
    public static async Task<JournalSegment?> NewestAsync(Store store, string runId, long newerThan, CancellationToken cancellationToken)
    {
        foreach (long token in await TokensAsync(store, runId, cancellationToken))
        {
            if (token <= newerThan)
                break;
            if (await ReadAsync(store, runId, token, cancellationToken) is { } segment)
                return segment;
        }
        return null;
    }

    /// <summary>One segment; null when it is not there or its first line is torn.</summary>
    public static async Task<JournalSegment?> ReadAsync(Store store, string runId, long token, CancellationToken cancellationToken)
    {
        string file = JournalFormat.SegmentName(runId, token);
        if (await store.ReadAsync(file, 0, cancellationToken) is not { } content || !content.Bytes.Span.Contains((byte)'\n'))
            return null;
        SegmentCursor cursor = SegmentCursor.Strict(runId, token);
        foreach (JournalLine _ in cursor.Read(content.Bytes, until: 0))
        {
            // Only the header is wanted, and it is no event.
        }
        return new JournalSegment(cursor.Header!, content.Bytes, content.Version);
    }

    private static JournalCorruptException Broken(string runId, JournalSegment segment, string message) =>
        new(new JournalProblem(JournalFormat.SegmentName(runId, segment.Header.Token), 1, null, message));
}
