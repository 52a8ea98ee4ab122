using System.Runtime.Versioning;
using System.Text;
using BatchWorkflow.Engine;
using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.TestKit.Postgres;

namespace BatchWorkflow.Stores.Tests;

[UnsupportedOSPlatform("windows")]
public sealed class AuditTests(PostgresServer server) : SampleRuns(server)
{
    [Theory]
    [MemberData(nameof(All))]
    public async Task Audit_OfASoundRun_IsValidAndTellsWho(string kind)
    {
        string place = await NewStateAsync(kind);
        await using BatchEngine engine = Engine(place, host: "desk-7");
        BatchRun run = await SubmitAsync(engine, Workflow("true"));

        BatchAudit audit = await engine.AuditAsync(run.Id, kept: null, default);

        Assert.True(audit.Valid);
        Assert.Empty(audit.Late);
        Assert.Equal(audit.Head, BatchAuditHead.Parse(audit.Head.ToString()));
        Assert.True((await engine.AuditAsync(run.Id, audit.Head, default)).Valid);
        IReadOnlyList<BatchAuditEntry> trail = await engine.TrailAsync(run.Id, all: false, default);
        Assert.Equal(("Submitted", "ann", "desk-7"), (trail[0].Action, trail[0].User, trail[0].Host));
        Assert.Equal(["make/s1", "install/thing@s1"], trail.Where(e => e.Action == "Changed" && !e.Target!.StartsWith("provider", StringComparison.Ordinal)).Select(e => e.Target));
        Assert.Equal(("Status", "Succeeded"), (trail[^1].Action, trail[^1].Detail));
        Assert.Equal(audit.Events, (await engine.TrailAsync(run.Id, all: true, default)).Count);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Audit_OfAChangedByte_NamesEventAndField(string kind)
    {
        string place = await NewStateAsync(kind);
        await using BatchEngine engine = Engine(place);
        BatchRun run = await SubmitAsync(engine, Workflow("true"));
        await ChangeAsync(place, run.Id, text => text.Replace("\"type\":\"holder_took\"", "\"type\":\"holder_tool\"", StringComparison.Ordinal));

        BatchAudit audit = await engine.AuditAsync(run.Id, kept: null, default);

        BatchAuditProblem problem = audit.Problems[0];
        Assert.Equal((2L, "type"), (problem.Sequence, problem.Field));
        Assert.Equal("State.Unreadable", (await Assert.ThrowsAsync<BatchWorkflowException>(() => engine.TrailAsync(run.Id, all: false, default))).ErrorId);
    }

    [Fact]
    public async Task Audit_OfAJournalThatWasWrittenAnew_IsFoundByTheHeadThatWasKept()
    {
        string place = await NewStateAsync("rkvs");
        await using BatchEngine engine = Engine(place);
        BatchRun run = await SubmitAsync(engine, Workflow("true"));
        BatchAuditHead kept = (await engine.AuditAsync(run.Id, kept: null, default)).Head;
        await RewriteAsync(place, run.Id);

        Assert.True((await engine.AuditAsync(run.Id, kept: null, default)).Valid);
        BatchAuditProblem problem = Assert.Single((await engine.AuditAsync(run.Id, kept, default)).Problems);
        Assert.Equal((kept.Sequence, "its hash is not the one that was kept: the journal up to it was written anew"), (problem.Sequence!.Value, problem.Message));
        BatchAuditHead beyond = kept with { Sequence = kept.Sequence + 5 };
        Assert.Contains("was cut short or written anew", Assert.Single((await engine.AuditAsync(run.Id, beyond, default)).Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_OfWhatAFormerHolderWroteLate_ReportsItApart()
    {
        string place = await NewStateAsync("file");
        await using BatchEngine engine = Engine(place);
        BatchRun run = await SubmitAsync(engine, Workflow("exit 1"));
        await using (ActiveRun again = await engine.RestartAsync(run.Id, new RestartOptions(), new RunOptions(), default))
            await again.Completion;
        string former = Path.Combine(place, JournalFormat.SegmentName(run.Id, 1));
        string[] lines = await File.ReadAllLinesAsync(former);
        long last = JournalLine.Parse(Encoding.UTF8.GetBytes(lines[^1]))!.Value.Sequence;
        JournalEntry late = new(last + 1, DateTimeOffset.UtcNow, new Warned("late"));
        await File.AppendAllTextAsync(former, Encoding.UTF8.GetString(JournalLine.Write(late, JournalFormat.Hash(Encoding.UTF8.GetBytes(lines[^1])))));

        BatchAudit audit = await engine.AuditAsync(run.Id, kept: null, default);

        Assert.True(audit.Valid);
        BatchAuditProblem found = Assert.Single(audit.Late);
        Assert.Equal((JournalFormat.SegmentName(run.Id, 1), last + 1), (found.Stream, found.Sequence!.Value));
        Assert.DoesNotContain(await engine.TrailAsync(run.Id, all: true, default), e => e.Detail == "late");
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Resume_OfAJournalThatWasCutShort_WarnsAndTheAuditStillTells(string kind)
    {
        string place = await NewStateAsync(kind);
        await using BatchEngine engine = Engine(place);
        BatchRun run = await SubmitAsync(engine, Workflow("true"));
        long known = (await engine.AuditAsync(run.Id, kept: null, default)).Events;
        await ChangeAsync(place, run.Id, text => string.Concat(text.Split('\n').Take(4).Select(line => line + "\n")));

        await using (ActiveRun again = await engine.ResumeAsync(run.Id, new RunOptions(), default))
            Assert.Equal(RunStatus.Succeeded, (await again.Completion).Status);

        string warning = Assert.Single((await engine.GetAsync(run.Id, default)).Warnings);
        Assert.Equal(
            $"checkpoint.json knew {known} events of this run, but its journal ended with event 3. The others are lost, and checkpoint.json is written again without them; what they did may still be there.",
            warning);
        Assert.Contains(await engine.TrailAsync(run.Id, all: false, default), e => e.Action == "Warned" && e.Detail == warning);
        BatchAuditProblem problem = Assert.Single((await engine.AuditAsync(run.Id, kept: null, default)).Problems);
        Assert.Equal((5L, $"events up to {known} were missing here when the run was taken over"), (problem.Sequence!.Value, problem.Message));
    }

    [Fact]
    public async Task Trail_OfARequest_TellsWhoAskedAndWhy()
    {
        string place = await NewStateAsync("file");
        await using BatchEngine engine = Engine(place);
        await using ActiveRun run = await engine.SubmitAsync(await PlanAsync(engine, Workflow("sleep 60")), new RunOptions(), default);
        await using BatchEngine other = Engine(place, host: "phone");
        await other.ControlAsync(run.Id, ControlKind.Stop, "wrong day", default);
        await run.LetGoAsync();
        BatchAuditEntry stop = Assert.Single(await other.TrailAsync(run.Id, all: false, default), e => e.Action == "Stop");
        Assert.Equal(("ann", "phone", "wrong day", "the run is Stopping"), (stop.User, stop.Host, stop.Reason, stop.Detail));
    }

    private async Task ChangeAsync(string place, string runId, Func<string, string> change)
    {
        await using Store store = Open(place);
        string name = JournalFormat.SegmentName(runId, 1);
        StoreContent content = (await store.ReadAsync(name, 0, default))!;
        byte[] changed = Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(content.Bytes.Span)));
        Assert.False(changed.AsSpan().SequenceEqual(content.Bytes.Span));
        await store.ReplaceAsync(name, changed, content.Version, Durability.Flushed, default);
    }

    /// <summary>What somebody can do who may write the state: another history with all its hashes.</summary>
    private async Task RewriteAsync(string place, string runId)
    {
        await using Store store = Open(place);
        IReadOnlyList<JournalEntry> entries = (await JournalReader.ReadAsync(store, runId, 0, default)).Entries;
        foreach (string name in await store.ListAsync(JournalFormat.Prefix(runId), default).ToListAsync())
            await store.DeleteAsync(name, StoreVersion.Any, default);
        await using JournalWriter forger = await JournalWriter.OpenAsync(store, runId, 1, TimeProvider.System, default);
        foreach (JournalEntry entry in entries)
            await forger.AppendAsync(entry.Event is HolderTook took ? took with { Holder = new RunOrigin { User = "bob" } } : entry.Event, Durability.Flushed, default);
    }
}
