using System.Runtime.Versioning;
using System.Text;
using BatchWorkflow.Engine;
using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.Engine.Storing;
using BatchWorkflow.TestKit.Postgres;

namespace BatchWorkflow.Stores.Tests.Damage;

/// <summary>The journal of a run that has succeeded loses its end, or a line of it is damaged: each way to look at the run tells that.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class LostEndTests(PostgresServer server) : SampleRuns(server)
{
    [Theory]
    [MemberData(nameof(All))]
    public async Task Run_WhoseJournalLostItsEnd_IsToldInEachWayAndKeepsTheTrace(string kind)
    {
        (string place, string id) = await MakeRunAsync(kind);
        await using BatchEngine engine = Engine(place);
        long events = (await engine.AuditAsync(id, kept: null, default)).Events;
        await using (Store store = Open(place))
            await CutAsync(store, JournalFormat.SegmentName(id, 1), lines: 4);

        BatchRun listed = Assert.Single(await engine.ListAsync(static _ => { }, default).ToListAsync());
        BatchRun told = await engine.GetAsync(id, default);
        string lost = $"Events 4 to {events} of the journal are missing";
        Assert.StartsWith(lost, told.Damage, StringComparison.Ordinal);
        Assert.Equal((RunStatus.Interrupted, told.Damage), (listed.Status, listed.Damage));
        Assert.Equal(RunStatus.Interrupted, told.Status);
        Assert.False((await engine.AuditAsync(id, kept: null, default)).Valid);

        await using (ActiveRun again = await engine.ResumeAsync(id, new RunOptions(), default))
            Assert.Contains((await again.Completion).Warnings, w => w.Contains($"knew {events} events of this run, but its journal ended with event 3", StringComparison.Ordinal));
        BatchAudit audit = await engine.AuditAsync(id, kept: null, default);
        Assert.Contains(audit.Problems, p => p.Message.Contains($"events up to {events} were missing here", StringComparison.Ordinal));
        Assert.Null((await engine.GetAsync(id, default)).Damage);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Run_WhoseSummaryAloneKnowsLaterEvents_IsTold(string kind)
    {
        (string place, string id) = await MakeRunAsync(kind);
        await using BatchEngine engine = Engine(place);
        await using (Store store = Open(place))
        {
            await CutAsync(store, JournalFormat.SegmentName(id, 1), lines: 4);
            await store.DeleteAsync(StateLayout.Run(id, "checkpoint.json"), StoreVersion.Any, default);
        }
        Assert.Contains("its summary knows event", (await engine.GetAsync(id, default)).Damage, StringComparison.Ordinal);
        Assert.Contains((await engine.AuditAsync(id, kept: null, default)).Problems, p => p.Message.StartsWith("the summary knows event", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task List_OfAFinishedRunWithABadLine_ShowsItMarked(string kind)
    {
        (string place, string id) = await MakeRunAsync(kind);
        await using BatchEngine engine = Engine(place);
        Assert.Null(Assert.Single(await engine.ListAsync(static _ => { }, default).ToListAsync()).Damage);
        await using (Store store = Open(place))
        {
            string name = JournalFormat.SegmentName(id, 1);
            string text = Encoding.UTF8.GetString((await store.ReadAsync(name, 0, default))!.Bytes.Span);
            string[] lines = text.Split('\n');
            lines[3] = "{ not a line of a journal }";
            await store.ReplaceAsync(name, Encoding.UTF8.GetBytes(string.Join('\n', lines)), StoreVersion.Any, Durability.Flushed, default);
        }
        List<string> passed = [];
        BatchRun listed = Assert.Single(await engine.ListAsync(one => passed.Add(one.Id), default).ToListAsync());
        Assert.Equal((RunStatus.Succeeded, id), (listed.Status, listed.Id));
        Assert.Contains($"{JournalFormat.SegmentName(id, 1)}, line 4", listed.Damage, StringComparison.Ordinal);
        Assert.Empty(passed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{ \"token\": \"one\" }")]
    [InlineData("{ \"token\": 1 }")]
    public async Task Run_FinishedWithADamagedLease_IsShownAndOthersSayItPlainly(string content)
    {
        (string place, string id) = await MakeRunAsync("file");
        await using BatchEngine engine = Engine(place);
        await File.WriteAllTextAsync(Path.Combine(place, StateLayout.RunLease(id)), content);

        Assert.Equal(RunStatus.Succeeded, Assert.Single(await engine.ListAsync(static _ => { }, default).ToListAsync()).Status);
        Assert.Equal(RunStatus.Succeeded, (await engine.GetAsync(id, default)).Status);
        await File.WriteAllTextAsync(Path.Combine(place, StateLayout.Run(id, RunFolder.SummaryName)), "");
        Assert.Equal(RunStatus.Succeeded, Assert.Single(await engine.ListAsync(static _ => { }, default).ToListAsync()).Status);
        BatchWorkflowException refused = await Assert.ThrowsAsync<BatchWorkflowException>(() => engine.RollbackAsync(id, new RollbackOptions(), new RunOptions(), default));
        Assert.StartsWith($"'{StateLayout.RunLease(id)}' in the state does not tell who works on it: ", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotMatch("LeaseInfo|Path: |BatchWorkflow\\.", refused.Message);
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("{ \"store\": \"rkvs\"", "it is not JSON from line 1 on")]
    [InlineData("null", "it holds nothing")]
    [InlineData("[1]", "parts of it are missing, or it is not what is kept there")]
    [InlineData("{ \"store\": 7 }", "its store (line 1) has a value that does not belong there")]
    [InlineData("{ \"store\": \"rkvs\", \"locatiom\": \"/x\" }", "its locatiom (line 1)")]
    [InlineData("{ \"stose\": \"rkvs\" }", "its stose (line 1)")]
    [InlineData("{ }", "parts of it are missing")]
    public async Task State_WithADamagedStoreFile_IsRefusedInPlainWords(string content, string why)
    {
        string place = Directory.CreateDirectory(await NewStateAsync("file")).FullName;
        await File.WriteAllTextAsync(Path.Combine(place, StateFolder.FileName), content);
        await using BatchEngine engine = Engine(place);
        BatchWorkflowException refused = await Assert.ThrowsAsync<BatchWorkflowException>(async () => await engine.ListAsync(static _ => { }, default).ToListAsync());
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotMatch("StateFolder|Path: |Engine", refused.Message.Replace(place, "", StringComparison.Ordinal));
    }

    private async Task<(string Place, string Id)> MakeRunAsync(string kind)
    {
        string place = await NewStateAsync(kind);
        await using BatchEngine engine = Engine(place);
        BatchRun run = await SubmitAsync(engine, Workflow("true"));
        Assert.Equal(RunStatus.Succeeded, run.Status);
        return (place, run.Id);
    }

    private static async Task CutAsync(Store store, string name, int lines)
    {
        ReadOnlyMemory<byte> bytes = (await store.ReadAsync(name, 0, default))!.Bytes;
        int end = 0;
        for (int i = 0; i < lines; i++)
            end += bytes.Span[end..].IndexOf((byte)'\n') + 1;
        await store.ReplaceAsync(name, bytes[..end], StoreVersion.Any, Durability.Flushed, default);
    }
}
