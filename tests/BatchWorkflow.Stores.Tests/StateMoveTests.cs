using System.Runtime.Versioning;
using BatchWorkflow.Engine;
using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.Engine.Storing.Moving;
using BatchWorkflow.Engine.Views;
using BatchWorkflow.TestKit.Postgres;

namespace BatchWorkflow.Stores.Tests;

[UnsupportedOSPlatform("windows")]
public sealed class StateMoveTests(PostgresServer server) : SampleRuns(server)
{
    private static readonly EngineOptions Options = new() { Plugins = [typeof(Stores.Sqlite.RkvsStoreFactory).Assembly], Origin = new RunOrigin { User = "ann", Host = Environment.MachineName } };

    [Theory]
    [InlineData("file", "rkvs")]
    [InlineData("rkvs", "postgres")]
    [InlineData("postgres", "file")]
    public async Task Move_FromOneStoreToAnother_LosesNothing(string fromKind, string toKind)
    {
        (string from, string to) = (await NewStateAsync(fromKind), await NewStateAsync(toKind));
        List<BatchRun> runs = [];
        await using (BatchEngine engine = Engine(from))
        {
            runs.Add(await SubmitAsync(engine, Workflow("echo first")));
            runs.Add(await SubmitAsync(engine, Workflow("exit 1")));
        }
        SortedDictionary<string, byte[]> before = await ContentAsync(from);

        BatchStateMove moved = await MoveAsync(from, to);

        SortedDictionary<string, byte[]> after = await ContentAsync(to);
        Assert.Equal(before.Keys, after.Keys);
        Assert.All(before, stream => Assert.Equal(stream.Value, after[stream.Key]));
        Assert.Equal((2, before.Count, before.Sum(s => s.Value.LongLength)), (moved.Runs, moved.Streams, moved.Bytes));
        Assert.Empty(await ContentAsync(from));
        await using BatchEngine there = Engine(to);
        Assert.Equal(runs.Select(r => r.Id).OrderDescending(), await there.ListAsync(static _ => { }, default).Select(r => r.Id).ToListAsync());
        Assert.Contains(await there.ReadLogAsync(runs[0].Id, new LogQuery(), default).ToListAsync(), l => l.Message.Contains("first", StringComparison.Ordinal));
        await using Store store = Open(to);
        Assert.Empty(await JournalVerifier.VerifyAsync(store, runs[1].Id, default));
        await using ActiveRun again = await there.RestartAsync(runs[1].Id, new RestartOptions(), new RunOptions(), default);
        Assert.Equal(RunStatus.Failed, (await again.Completion).Status);
    }

    [Fact]
    public async Task Move_IntoADatabaseOfTheFolder_KeepsLogsInPlaceAndIsFoundByTheFolder()
    {
        string folder = await NewStateAsync("file");
        await using BatchEngine engine = Engine(folder);
        BatchRun run = await SubmitAsync(engine, Workflow("echo first"));

        BatchStateMove moved = await MoveAsync(folder, Path.Combine(folder, "state.db"));

        Assert.Empty(moved.LocalServers);
        await using (BatchEngine next = Engine(folder))
        {
            Assert.Equal(Path.Combine(folder, "state.db"), next.Location);
            Assert.Equal(run.Id, (await next.GetAsync(run.Id, default)).Id);
            Assert.NotEmpty(await next.ReadLogAsync(run.Id, new LogQuery(), default).ToListAsync());
        }
        await MoveAsync(folder, $"file:{folder}");
        Assert.False(File.Exists(Path.Combine(folder, "store.json")));
        Assert.Equal(run.Id, (await engine.GetAsync(run.Id, default)).Id);
    }

    [Fact]
    public async Task Move_WhileARunIsHeld_Refuses()
    {
        (string from, string to) = (await NewStateAsync("file"), await NewStateAsync("rkvs"));
        await using BatchEngine engine = Engine(from);
        await using ActiveRun run = await engine.SubmitAsync(await PlanAsync(engine, Workflow("sleep 60")), new RunOptions(), default);
        BatchWorkflowException refused = await Assert.ThrowsAsync<BatchWorkflowException>(() => MoveAsync(from, to));
        Assert.Equal("Run.Held", refused.ErrorId);
        Assert.Empty(await ContentAsync(to));
    }

    [Fact]
    public async Task Move_ThatWasInterrupted_LeavesTheOldWholeAndGoesOn()
    {
        (string from, string to) = (await NewStateAsync("rkvs"), await NewStateAsync("file"));
        await using BatchEngine old = Engine(from);
        BatchRun run = await SubmitAsync(old, Workflow("exit 1"));
        SortedDictionary<string, byte[]> before = await ContentAsync(from);
        using CancellationTokenSource end = new();
        await using (StateMove move = new(Options, from, to))
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => move.RunAsync(new After(3, end.Cancel), end.Token));

        Assert.Equal(before.Keys, (await ContentAsync(from)).Keys);
        await using BatchEngine there = Engine(to);
        BatchWorkflowException half = await Assert.ThrowsAsync<BatchWorkflowException>(() => there.RestartAsync(run.Id, new RestartOptions(), new RunOptions(), default));
        Assert.Contains(half.ErrorId, new[] { "State.Moving", "Run.NotFound" });
        await using (ActiveRun still = await old.RestartAsync(run.Id, new RestartOptions(), new RunOptions(), default))
            await still.Completion;

        before = await ContentAsync(from);
        await MoveAsync(from, to);
        SortedDictionary<string, byte[]> after = await ContentAsync(to);
        Assert.Equal(before.Keys, after.Keys);
        Assert.All(before, stream => Assert.Equal(stream.Value, after[stream.Key]));
    }

    [Fact]
    public async Task Submit_ToAStateThatHasMoved_SaysWhere()
    {
        (string from, string to) = (await NewStateAsync("rkvs"), await NewStateAsync("file"));
        await using BatchEngine engine = Engine(from);
        await SubmitAsync(engine, Workflow("true"));
        await MoveAsync(from, to);
        string workflow = Workflow("true");
        BatchWorkflowException refused = await Assert.ThrowsAsync<BatchWorkflowException>(() => SubmitAsync(engine, workflow));
        Assert.Equal(("State.Moved", $"The runs of this state have moved to {to}."), (refused.ErrorId, refused.Message));
    }

    [Fact]
    public async Task Move_ToAStateWithOtherContent_RefusesAndNamesIt()
    {
        (string from, string to) = (await NewStateAsync("rkvs"), await NewStateAsync("file"));
        foreach (string place in new[] { from, to })
        {
            await using Store store = Open(place);
            await store.ReplaceAsync("resources/wuji/web-1", System.Text.Encoding.UTF8.GetBytes(place), StoreVersion.Absent, Durability.Written, default);
        }
        BatchWorkflowException refused = await Assert.ThrowsAsync<BatchWorkflowException>(() => MoveAsync(from, to));
        Assert.Equal(("State.Exists", $"{to} already has other content for resources/wuji/web-1."), (refused.ErrorId, refused.Message));
    }

    private static async Task<BatchStateMove> MoveAsync(string from, string to)
    {
        await using StateMove move = new(Options, from, to);
        return await move.RunAsync(progress: null, default);
    }

    private async Task<SortedDictionary<string, byte[]>> ContentAsync(string place)
    {
        await using Store store = Open(place);
        SortedDictionary<string, byte[]> content = new(StringComparer.Ordinal);
        foreach (string name in await StreamCopy.NamesAsync(store, default))
            content[name] = (await store.ReadAsync(name, 0, default))!.Bytes.ToArray();
        return content;
    }

    private sealed class After(int count, Action then) : IProgress<(int Done, int All)>
    {
        public void Report((int Done, int All) value)
        {
            if (value.Done == count)
                then();
        }
    }
}
