using System.Text.Json;
using BatchWorkflow.Engine;
using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Storing;
using BatchWorkflow.Simulation.Tests.Simulating;
using BatchWorkflow.Simulation.Tests.World;

namespace BatchWorkflow.Simulation.Tests.Trouble;

/// <summary>What must be true when a story is over.</summary>
internal sealed class StoryLaws(Story story, SimulatedHost healed)
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
        CheckSteps(end);
        CheckWorld(end);
        await CheckCheckpointAsync(end);
        await CheckLeaseAsync(store, end.Id);
    }

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
        foreach ((ControlAsked asked, string reason) in story.Acknowledged)
            Demand(_journal.Exists(e => e.Event is ControlTaken { Refusal: null } taken && taken.Request.Reason == reason), $"the acknowledged request {reason} ({asked}) is lost");
    }

    private void CheckStatus(BatchRun end)
    {
        bool isAskedBack = _journal.Exists(e => e.Event is HolderTook { Cause: "rollback" });
        foreach (RunStatus told in story.Told)
        {
            Demand(_journal.Exists(e => e.Event is StatusChanged changed && changed.Status == told), $"{told} was told and is not in the journal");
            Demand(told is not (RunStatus.Succeeded or RunStatus.RolledBack) || end.Status == told || isAskedBack, $"{told} was told and the run is {end.Status}");
        }
        Demand(end.Status is RunStatus.Succeeded or RunStatus.Failed or RunStatus.RolledBack or RunStatus.RollbackFailed, $"the run ends as {end.Status} ({end.Reason})");
        bool hasFailed = _journal.Exists(e => e.Event is AttemptEnded { Result: AttemptResult.Failed } or StepEnded { Status: StepStatus.Failed } or ControlTaken { Ends: not null });
        Demand(end.Status == RunStatus.Succeeded || hasFailed || isAskedBack, $"the run is {end.Status} ({end.Reason}) though nothing failed");
        bool isSkipped = _journal.Exists(e => e.Event is ControlTaken { Refusal: null, Request.Kind: ControlKind.Skip });
        Demand(end.Status != RunStatus.Failed || story.Site.FailsForGood || isSkipped, $"the run stays Failed ({string.Join("; ", end.StepList.Select(s => s.Failure?.Message).Distinct())}) though nothing fails any more");
        Demand(end.Status != RunStatus.RollbackFailed || end.NotUndone.Count > 0, $"the rollback fails ({end.Reason}) though nothing fails any more");
    }

    private void CheckSteps(BatchRun end)
    {
        foreach (BatchStep step in end.StepList)
        {
            Demand(end.Status != RunStatus.Succeeded || step.Status is StepStatus.Succeeded or StepStatus.Skipped or StepStatus.Omitted, $"the run succeeded, and {step.Id} is {step.Status}");
            SmallScript? last = story.World.Scripts.Values.LastOrDefault(s => s.Step == step.Id && s.Run == end.Id && s.IsActing);
            Demand(step is not { Status: StepStatus.Succeeded, Taskserv: not null, Changed: true } || last is null || last.Code == 0,
                $"{step.Id} is Succeeded, and its last script ended with {last?.Code}");
        }
    }

    private void CheckWorld(BatchRun end)
    {
        if (end.Status == RunStatus.Succeeded)
            foreach (BatchStep step in end.StepList.Where(s => s.Status == StepStatus.Succeeded && s.Server is not null))
                Demand(step.Taskserv is null
                        ? story.World.Servers.ContainsKey($"infra/{step.Server}")
                        : story.World.Installed.GetValueOrDefault($"infra/{step.Server}/{step.Taskserv}") == "1",
                    $"the run succeeded, and the world is not as {step.Id} wants it: {story.World.Describe()}");
        if (end.Status == RunStatus.RolledBack)
            Demand(story.World.Describe() == story.Found, $"the run was rolled back, and the world is\n{story.World.Describe()}\nand was\n{story.Found}");
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
        foreach (ServerDefinition server in story.Site.Source.Infrastructure.Servers)
            Demand(await ServerLeases.ReadAsync(store, $"infra/{server.Name}", healed.Processes, healed.Process.Time, CancellationToken.None) is null,
                $"the run is over and still has {server.Name}");
    }

    private void Demand(bool holds, string otherwise)
    {
        if (!holds)
            Break(otherwise);
    }

    private void Break(string what) => story.Broken.Add(what);
}
