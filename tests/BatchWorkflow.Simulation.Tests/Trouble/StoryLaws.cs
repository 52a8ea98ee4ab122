using System.Text.Json;
using BatchWorkflow.Engine;
using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Storing;
using BatchWorkflow.Simulation.Tests.Simulating;

namespace BatchWorkflow.Simulation.Tests.Trouble;

/// <summary>What must be true of a run when a story is over.</summary>
internal sealed class StoryLaws(Story story, Errand errand, SimulatedHost healed)
{
    private List<JournalEntry> _journal = [];

    /// <summary>Notes what is not true.</summary>
    public async Task CheckAsync(BatchRun end)
    {
        Store store = new TroubledStore(story.Disk, story.Troubles, story.Simulation.Driver);
        Dictionary<long, string> chain;
        try
        {
            _journal = [.. (await JournalReader.ReadAsync(store, end.Id, 0, CancellationToken.None)).Entries];
            chain = await ChainAsync(store, end.Id);
        }
        catch (JournalCorruptException e)
        {
            Break($"the journal is corrupt: {e.Message}");
            return;
        }
        foreach (((string segment, long sequence), string hash) in story.Disk.Acknowledged)
            Demand(!segment.Contains(end.Id, StringComparison.Ordinal) || chain.GetValueOrDefault(sequence) == hash, $"the acknowledged event {sequence} of {segment} is lost");
        CheckRequests();
        CheckStatus(end);
        await CheckCheckpointAsync(end);
        await CheckLeaseAsync(store, end.Id);
        WorldLaws world = new(story, healed, end, await ReadPlanAsync(store, end.Id), _journal);
        world.CheckSteps();
        if (story.IsAlone)
            await world.CheckAsync();
    }

    private static async Task<Plan> ReadPlanAsync(Store store, string id) =>
        JsonSerializer.Deserialize<Plan>((await store.ReadAsync(StateLayout.Run(id, "plan.json"), 0, CancellationToken.None))!.Bytes.Span, EngineJson.File)!;

    private static async Task<Dictionary<long, string>> ChainAsync(Store store, string id)
    {
        Dictionary<long, string> chain = [];
        IReadOnlyList<JournalSegment> segments = await SegmentChain.LoadAsync(store, id, CancellationToken.None);
        for (int i = 0; i < segments.Count; i++)
        {
            SegmentCursor cursor = SegmentCursor.Strict(id, segments[i].Header.Token);
            foreach (JournalLine line in cursor.Read(segments[i].Bytes, i + 1 < segments.Count ? segments[i + 1].Header.PreviousSequence : long.MaxValue))
                chain[line.Sequence] = line.Hash;
        }
        return chain;
    }

    private void CheckRequests()
    {
        foreach ((ControlAsked asked, string reason) in errand.Acknowledged)
            Demand(_journal.Exists(e => e.Event is ControlTaken { Refusal: null } taken && taken.Request.Reason == reason), $"the acknowledged request {reason} ({asked}) is lost");
    }

    private void CheckStatus(BatchRun end)
    {
        bool isAskedBack = _journal.Exists(e => e.Event is HolderTook { Cause: "rollback" }), isRestarted = _journal.Exists(e => e.Event is HolderTook { Cause: "restart" });
        foreach (RunStatus told in errand.Told)
        {
            Demand(_journal.Exists(e => e.Event is StatusChanged changed && changed.Status == told), $"{told} was told and is not in the journal");
            Demand(told is not (RunStatus.Succeeded or RunStatus.RolledBack) || end.Status == told || isAskedBack || isRestarted, $"{told} was told and the run is {end.Status}");
        }
        Demand(end.Status is RunStatus.Succeeded or RunStatus.Failed or RunStatus.RolledBack or RunStatus.RollbackFailed, $"the run ends as {end.Status} ({end.Reason})");
        bool hasFailed = _journal.Exists(e => e.Event is AttemptEnded { Result: AttemptResult.Failed } or StepEnded { Status: StepStatus.Failed } or ControlTaken { Ends: not null });
        Demand(end.Status == RunStatus.Succeeded || hasFailed || isAskedBack, $"the run is {end.Status} ({end.Reason}) though nothing failed");
        bool isSkipped = _journal.Exists(e => e.Event is ControlTaken { Refusal: null, Request.Kind: ControlKind.Skip });
        bool isBound = story.Scene.IsSmall && story.IsAlone && !story.Scene.FailsForGood && !isSkipped;
        Demand(end.Status != RunStatus.Failed || !isBound, $"the run stays Failed ({string.Join("; ", end.StepList.Select(s => s.Failure?.Message).Distinct())}) though nothing fails any more");
        Demand(end.Status != RunStatus.RollbackFailed || end.NotUndone.Count > 0, $"the rollback fails ({end.Reason}; {string.Join("; ", end.StepList.Select(s => s.Failure?.Message).Distinct())}) though nothing fails any more");
    }

    /// <summary>A checkpoint is only ever a shortcut.</summary>
    private async Task CheckCheckpointAsync(BatchRun end)
    {
        string name = StateLayout.Run(end.Id, "checkpoint.json");
        if (story.Disk.Read(name, 0) is null)
            return;
        story.Disk.Delete(name, StoreVersion.Any);
        BatchRun whole = await healed.AskAsync(e => e.GetAsync(end.Id, CancellationToken.None));
        Demand(JsonSerializer.Serialize(whole) == JsonSerializer.Serialize(end), "the checkpoint tells something else than the journal");
    }

    private async Task CheckLeaseAsync(Store store, string id)
    {
        LeaseInfo? lease = await Lease.ReadAsync(store, StateLayout.RunLease(id), CancellationToken.None);
        Demand(lease is null or { Released: true } || story.Simulation.Processes.Exists(p => p.Identity == lease.Process && p.IsDead), $"the run is over and its lease is still that of {lease?.Describe()}");
        if (lease is not { Released: true })
            return;
        foreach (ServerDefinition server in story.Scene.Source.Infrastructure.Servers)
            Demand(await ServerLeases.ReadAsync(store, $"infra/{server.Name}", healed.Processes, healed.Process.Time, CancellationToken.None) is not { } hold || hold.RunId != id,
                $"the run is over and still has {server.Name}");
    }

    private void Demand(bool holds, string otherwise)
    {
        if (!holds)
            Break(otherwise);
    }

    private void Break(string what) => story.Broken.Add(what);
}
