using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Storing;
using BatchWorkflow.TestKit;

namespace BatchWorkflow.Engine.Tests.Journal;

public sealed class InboxTests : IAsyncDisposable
{
    private const string RunId = "20260101-120000-abcd";
    private readonly TemporaryFolder folder = new();
    private readonly FileStore store;
    private readonly Inbox inbox;

    public InboxTests()
    {
        store = new FileStore(folder.Path, TimeProvider.System);
        inbox = new Inbox(store, RunId);
    }

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Read_FromTheLastPosition_GivesOnlyWhatIsNew()
    {
        Assert.Equal((0, 0L), await CountAsync(0));
        ControlRequest first = Request("a", ControlKind.Suspend) with { Reason = "two\nlines" };
        Assert.Equal("a", await inbox.PostAsync(first, default));
        (IReadOnlyList<(long Position, ControlRequest Request)> requests, long next) = await inbox.ReadAsync(0, default);
        Assert.Equal((0, first), Assert.Single(requests));
        await inbox.PostAsync(Request("b", ControlKind.Stop), default);
        (requests, long last) = await inbox.ReadAsync(next, default);
        Assert.Equal((next, "b"), (requests[0].Position, requests[0].Request.RequestId));
        Assert.Equal((0, last), await CountAsync(last));
    }

    [Fact]
    public async Task Post_AfterALineThatWasCutAtAnyByte_IsStillRead()
    {
        await inbox.PostAsync(Request("torn", ControlKind.Suspend), default);
        byte[] whole = (await store.ReadAsync(Name, 0, default))!.Bytes.ToArray();
        for (int length = 0; length < whole.Length; length++)
        {
            await store.ReplaceAsync(Name, whole.AsMemory(0, length), StoreVersion.Any, Durability.Written, default);
            Assert.Equal((0, 0L), await CountAsync(0));
            await inbox.PostAsync(Request("next", ControlKind.Stop), default);
            (IReadOnlyList<(long Position, ControlRequest Request)> requests, long next) = await inbox.ReadAsync(0, default);
            Assert.Equal("next", requests[^1].Request.RequestId);
            Assert.Equal(length == whole.Length - 1 ? 2 : 1, requests.Count);
            Assert.Equal((0, next), await CountAsync(next));
        }
    }

    [Fact]
    public async Task Post_ByManyAtOnce_LosesNothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 6).Select(asker => Task.Run(async () =>
        {
            for (int i = 0; i < 10; i++)
                await inbox.PostAsync(Request($"{asker}-{i}", ControlKind.Suspend), default);
        })));
        (IReadOnlyList<(long Position, ControlRequest Request)> requests, _) = await inbox.ReadAsync(0, default);
        Assert.Equal(60, requests.Select(r => r.Request.RequestId).Distinct().Count());
        Assert.Equal(60, requests.Count);
    }

    private static string Name => StateLayout.Run(RunId, "inbox.jsonl");

    private static ControlRequest Request(string id, ControlKind kind) =>
        new() { RequestId = id, Kind = kind, Origin = new RunOrigin { User = "ann" }, Time = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero) };

    private async Task<(int Count, long Next)> CountAsync(long from)
    {
        (IReadOnlyList<(long, ControlRequest)> requests, long next) = await inbox.ReadAsync(from, default);
        return (requests.Count, next);
    }
}
