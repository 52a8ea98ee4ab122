using System.Runtime.Versioning;
using BatchWorkflow.Engine;
using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.TestKit.Postgres;

namespace BatchWorkflow.Stores.Tests.Damage;

/// <summary>What somebody sees who goes on with a run whose journal is torn or damaged.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class DamagedJournalTests(PostgresServer server) : SampleRuns(server)
{
    [Theory]
    [MemberData(nameof(All))]
    public async Task Restart_OfARunWithATornLastLine_SaysSoAndLosesNothing(string kind)
    {
        (string place, string id) = await MakeFailedRunAsync(kind);
        await using BatchEngine engine = Engine(place);
        BatchAuditHead kept = (await engine.AuditAsync(id, kept: null, default)).Head;
        await using (Store store = Open(place))
            await store.AppendAsync(JournalFormat.SegmentName(id, 1), "{\"seq\":9,\"ti"u8.ToArray(), StoreVersion.Any, Durability.Flushed, default);

        await using ActiveRun again = await engine.RestartAsync(id, new RestartOptions(), new RunOptions(), default);
        BatchRun end = await again.Completion;

        Assert.Equal(RunStatus.Failed, end.Status);
        Assert.Contains("The journal's last line was torn and has been cut off (12 bytes): the event in it was not acknowledged to anybody.", end.Warnings);
        Assert.True((await engine.AuditAsync(id, kept, default)).Valid);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Verbs_OnARunWithADamagedJournal_RefuseInWords(string kind)
    {
        (string place, string id) = await MakeFailedRunAsync(kind);
        await using (Store store = Open(place))
        {
            string name = JournalFormat.SegmentName(id, 1);
            byte[] bytes = (await store.ReadAsync(name, 0, default))!.Bytes.ToArray();
            bytes[^30] ^= 4;
            await store.ReplaceAsync(name, bytes, StoreVersion.Any, Durability.Flushed, default);
        }
        await using BatchEngine engine = Engine(place);
        Func<Task>[] verbs =
        [
            () => engine.ResumeAsync(id, new RunOptions(), default),
            () => engine.RestartAsync(id, new RestartOptions(), new RunOptions(), default),
            () => engine.RollbackAsync(id, new RollbackOptions(), new RunOptions(), default),
            () => engine.ControlAsync(id, ControlKind.Stop, null, default),
            () => engine.MetricsAsync(id, default),
            () => engine.RemoveAsync(id, force: false, default),
        ];
        foreach (Func<Task> verb in verbs)
        {
            BatchWorkflowException refused = await Assert.ThrowsAsync<BatchWorkflowException>(verb);
            Assert.Equal("State.Unreadable", refused.ErrorId);
            Assert.Contains($"{JournalFormat.SegmentName(id, 1)}, line", refused.Message, StringComparison.Ordinal);
        }
        await engine.RemoveAsync(id, force: true, default);
    }

    private async Task<(string Place, string Id)> MakeFailedRunAsync(string kind)
    {
        string place = await NewStateAsync(kind);
        await using BatchEngine engine = Engine(place);
        return (place, (await SubmitAsync(engine, Workflow("exit 1"))).Id);
    }
}
