namespace BatchWorkflow.Engine.Journal.Auditing;

/// <summary>Looks at a run's whole journal for people: what is wrong with it, what came late, and what its head is.</summary>
internal sealed class RunAudit(Store store, string runId)
{
    /// <summary>The audit; a head that was kept from earlier must be part of the journal.</summary>
    public async Task<BatchAudit> MakeAsync(BatchAuditHead? kept, CancellationToken cancellationToken)
    {
        List<BatchAuditProblem> problems = [];
        foreach (JournalProblem problem in await JournalVerifier.VerifyAsync(store, runId, cancellationToken))
            problems.Add(await ExplainAsync(problem, cancellationToken));
        Dictionary<long, string> hashes = [];
        List<BatchAuditProblem> late = [];
        foreach ((long token, long until) in await EndsAsync(cancellationToken))
            await ReadAsync(token, until, hashes, late, cancellationToken);
        long last = hashes.Count == 0 ? 0 : hashes.Keys.Max();
        if (kept is not null && Compare(kept, hashes) is { } other)
            problems.Add(other);
        return new BatchAudit
        {
            RunId = runId,
            Events = last,
            Head = new BatchAuditHead(runId, last, hashes.GetValueOrDefault(last, JournalFormat.NoHash)),
            Problems = problems,
            Late = late,
        };
    }

    /// <summary>The segments with the last event of each that counts.</summary>
    private async Task<List<(long Token, long Until)>> EndsAsync(CancellationToken cancellationToken)
    {
        List<(long, long)> ends = [];
        long until = long.MaxValue;
        foreach (long token in await SegmentChain.TokensAsync(store, runId, cancellationToken))
        {
            ends.Add((token, until));
            if (await HeaderAsync(token, cancellationToken) is { } header)
                until = header.PreviousSequence;
        }
        return ends;
    }

    private async Task<SegmentHeader?> HeaderAsync(long token, CancellationToken cancellationToken)
    {
        string name = JournalFormat.SegmentName(runId, token);
        ReadOnlyMemory<byte> bytes = (await store.ReadAsync(name, 0, cancellationToken))?.Bytes ?? default;
        int end = bytes.Span.IndexOf((byte)'\n');
        return end < 0 ? null : SegmentHeader.Parse(bytes[..end], name);
    }

    private async Task ReadAsync(long token, long until, Dictionary<long, string> hashes, List<BatchAuditProblem> late, CancellationToken cancellationToken)
    {
        string name = JournalFormat.SegmentName(runId, token);
        List<ReadOnlyMemory<byte>> lines = await LinesAsync(name, cancellationToken);
        for (int i = 1; i < lines.Count; i++)
        {
            if (JournalLine.Parse(lines[i]) is not { } line)
                continue;
            if (line.Sequence <= until)
                hashes.TryAdd(line.Sequence, line.Hash);
            else
                late.Add(new BatchAuditProblem(name, i + 1, line.Sequence, null, "its holder wrote it after another had taken the run over: it is not part of the run and was never announced"));
        }
    }

    private async Task<BatchAuditProblem> ExplainAsync(JournalProblem problem, CancellationToken cancellationToken)
    {
        string? field = problem.Sequence is { } sequence && problem.Line > 0 ? await FieldAsync(problem, sequence, cancellationToken) : null;
        return new BatchAuditProblem(problem.File, problem.Line, problem.Sequence, field, problem.Message);
    }

    private async Task<string?> FieldAsync(JournalProblem problem, long sequence, CancellationToken cancellationToken)
    {
        List<ReadOnlyMemory<byte>> lines = await LinesAsync(problem.File, cancellationToken);
        if (problem.Line > lines.Count)
            return null;
        string previous = problem.Line > 1 ? JournalFormat.Hash(lines[problem.Line - 2].Span) : "";
        return ChangedField.Find(lines[problem.Line - 1].Span, sequence, previous);
    }

    /// <summary>The whole lines of a stream.</summary>
    private async Task<List<ReadOnlyMemory<byte>>> LinesAsync(string name, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> rest = (await store.ReadAsync(name, 0, cancellationToken))?.Bytes ?? default;
        List<ReadOnlyMemory<byte>> lines = [];
        while (rest.Span.IndexOf((byte)'\n') is >= 0 and var end)
        {
            lines.Add(rest[..end]);
            rest = rest[(end + 1)..];
        }
        return lines;
    }

    private BatchAuditProblem? Compare(BatchAuditHead kept, Dictionary<long, string> hashes)
    {
        string journal = JournalFormat.Prefix(runId);
        if (kept.RunId != runId)
            return new BatchAuditProblem(journal, 0, null, null, $"the head that was kept is that of run {kept.RunId}");
        if (!hashes.TryGetValue(kept.Sequence, out string? now))
            return new BatchAuditProblem(journal, 0, kept.Sequence, null, "the head that was kept names this event, and the journal does not have it: it was cut short or written anew");
        return now == kept.Hash ? null
            : new BatchAuditProblem(journal, 0, kept.Sequence, null, "its hash is not the one that was kept: the journal up to it was written anew");
    }
}
