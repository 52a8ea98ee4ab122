using System.Security.Cryptography;
using BatchWorkflow.Engine.Storing;

namespace BatchWorkflow.Engine.Journal;

/// <summary>Looks at a whole journal and lists everything that is wrong with it, where reading would stop at the first.</summary>
internal sealed class JournalVerifier
{
    private readonly Store store;
    private readonly string runId;
    private readonly List<JournalProblem> problems = [];
    private readonly List<string> laterPlans = [];
    private RunSubmitted? submitted;
    private long events;

    private JournalVerifier(Store store, string runId)
    {
        this.store = store;
        this.runId = runId;
    }

    /// <summary>What is wrong with a run's journal, and with the files that build on it; empty when nothing is.</summary>
    public static async Task<IReadOnlyList<JournalProblem>> VerifyAsync(Store store, string runId, CancellationToken cancellationToken)
    {
        JournalVerifier verifier = new(store, runId);
        await verifier.VerifySegmentsAsync(cancellationToken);
        await verifier.VerifyFilesAsync(cancellationToken);
        return verifier.problems;
    }

    private async Task VerifySegmentsAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<JournalSegment> chain;
        try
        {
            chain = await SegmentChain.LoadAsync(store, runId, cancellationToken);
        }
        catch (JournalCorruptException e)
        {
            problems.Add(e.Problem);
            await VerifyEachAloneAsync(cancellationToken);
            return;
        }
        for (int i = 0; i < chain.Count; i++)
        {
            SegmentHeader? next = i + 1 < chain.Count ? chain[i + 1].Header : null;
            SegmentCursor cursor = VerifyLines(chain[i].Header.Token, chain[i].Bytes, next?.PreviousSequence ?? long.MaxValue);
            if (next is not null)
                cursor.MustEndBefore(next);
        }
        if (events == 0)
            problems.Add(new JournalProblem(JournalFormat.Prefix(runId), 0, null, "there is no event"));
    }

    private async Task VerifyEachAloneAsync(CancellationToken cancellationToken)
    {
        foreach (long token in await SegmentChain.TokensAsync(store, runId, cancellationToken))
        {
            if (await store.ReadAsync(JournalFormat.SegmentName(runId, token), 0, cancellationToken) is { } content)
                VerifyLines(token, content.Bytes, long.MaxValue);
        }
    }

    private SegmentCursor VerifyLines(long token, ReadOnlyMemory<byte> bytes, long until)
    {
        SegmentCursor cursor = new(runId, token, Add);
        foreach (JournalLine line in cursor.Read(bytes, until))
        {
            if (cursor.ReadEntry(line) is { } entry)
                VerifyEvent(cursor, entry, JournalFormat.SegmentName(runId, token));
            events = Math.Max(events, line.Sequence);
        }
        return cursor;
    }

    private void VerifyEvent(SegmentCursor cursor, JournalEntry entry, string file)
    {
        if (entry.Event is RunSubmitted first)
            submitted = first;
        if (entry.Event is DefinitionsTaken taken)
            laterPlans.Add(taken.PlanHash);
        if (entry.Event is RunSubmitted { RunId: var id } && id != runId)
            Add(new JournalProblem(file, cursor.Line, entry.Sequence, $"it submits another run, {id}"));
        if (entry.Event is Warned { Missed: { } missed })
            Add(new JournalProblem(file, cursor.Line, entry.Sequence, $"events up to {missed} were missing here when the run was taken over"));
        if (entry.Event is RunSubmitted != (entry.Sequence == 1))
            Add(new JournalProblem(file, cursor.Line, entry.Sequence, "the first event, and no other, submits the run"));
    }

    private async Task VerifyFilesAsync(CancellationToken cancellationToken)
    {
        if (submitted is not null)
            await VerifyPlanAsync("plan.json", submitted.PlanHash, "it is not the plan that was submitted", cancellationToken);
        foreach (string hash in laterPlans)
            await VerifyPlanAsync(RunFolder.LaterPlanName(hash), hash, "it is not the plan that the run went on by", cancellationToken);
        long checkpoint = (await CheckpointFile.ReadAsync(store, runId, cancellationToken))?.Sequence ?? 0;
        long summary = (await new RunFolder(store, "", runId).ReadSummaryAsync(cancellationToken))?.Sequence ?? 0;
        if (LostEvents.Find(events, checkpoint, summary) is { } lost)
            Add(new JournalProblem(JournalFormat.Prefix(runId), 0, events + 1, $"the {lost.By} knows event {lost.Known}, but the journal ends with event {events}"));
    }

    private async Task VerifyPlanAsync(string name, string hash, string otherwise, CancellationToken cancellationToken)
    {
        string plan = StateLayout.Run(runId, name);
        StoreContent? content = await store.ReadAsync(plan, 0, cancellationToken);
        if (content is null)
            Add(new JournalProblem(plan, 0, null, "it is missing"));
        else if (Convert.ToHexStringLower(SHA256.HashData(content.Bytes.Span)) != hash)
            Add(new JournalProblem(plan, 0, null, otherwise));
    }

    /// <summary>A broken chain tells of the same line twice.</summary>
    private void Add(JournalProblem problem)
    {
        if (!problems.Contains(problem))
            problems.Add(problem);
    }
}
