using BatchWorkflow.TestKit.Postgres;

namespace BatchWorkflow.Stores.Tests.Postgres;

/// <summary>A server of their own that goes away in the middle.</summary>
public sealed class PostgresRestartTests : IAsyncDisposable
{
    private const string Name = "runs/r/journal.1.jsonl";
    private readonly PostgresServer server = new();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Writes_WhileTheServerRestarts_WaitAndGoOn(bool crash)
    {
        string address = await server.NewStateAsync();
        await using Store store = Places.Open(address);
        StoreVersion version = await store.AppendAsync(Name, "one "u8.ToArray(), StoreVersion.Absent, Durability.Flushed, default);
        await (crash ? server.CrashAsync() : server.ShutDownAsync());
        Task<StoreVersion> waiting = store.AppendAsync(Name, "two"u8.ToArray(), version, Durability.Flushed, default).AsTask();
        Task<StoreContent?> reading = store.ReadAsync(Name, 0, default).AsTask();
        await server.StartAsync();
        version = await waiting;
        Assert.True((await reading)!.Bytes.Span.StartsWith("one "u8));
        StoreContent content = (await store.ReadAsync(Name, 0, default))!;
        Assert.Equal("one two"u8.ToArray(), content.Bytes.ToArray());
        Assert.Equal(version, content.Version);
    }

    [Fact]
    public async Task Crash_AfterAFlush_LosesNothingThatWasWrittenBeforeIt()
    {
        string address = await server.NewStateAsync();
        await using Store store = Places.Open(address);
        await using Store other = Places.Open(address);
        for (int i = 0; i < 20; i++)
        {
            await store.AppendAsync(Name, new[] { (byte)i }, StoreVersion.Any, Durability.Written, default);
            await (i % 2 == 0
                ? other.AppendAsync("runs/r/log", new[] { (byte)i }, StoreVersion.Any, Durability.Flushed, default)
                : other.AppendAsync(Name, default, StoreVersion.Any, Durability.Flushed, default));
            if (i % 5 != 4)
                continue;
            await server.CrashAsync();
            await server.StartAsync();
            Assert.Equal(Enumerable.Range(0, i + 1).Select(n => (byte)n), (await store.ReadAsync(Name, 0, default))!.Bytes.ToArray());
        }
    }

    [Fact]
    public async Task Wait_ForAServerThatStaysAway_HearsCancellation()
    {
        string address = await server.NewStateAsync();
        await using Store store = Places.Open(address);
        await store.AppendAsync(Name, "one"u8.ToArray(), StoreVersion.Absent, Durability.Flushed, default);
        await server.ShutDownAsync();
        using CancellationTokenSource patience = new();
        Task<StoreContent?> reading = store.ReadAsync(Name, 0, patience.Token).AsTask();
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }
}
