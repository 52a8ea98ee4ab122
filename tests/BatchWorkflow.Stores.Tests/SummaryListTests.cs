using System.Globalization;
using BatchWorkflow.Engine.Storing;
using BatchWorkflow.TestKit.Postgres;

namespace BatchWorkflow.Stores.Tests;

public sealed class SummaryListTests(PostgresServer server) : StoreKinds(server)
{
    private const int Runs = 300;

    [Theory]
    [MemberData(nameof(All))]
    public async Task Read_OfAllRuns_GivesThemNewestFirst(string kind)
    {
        await using Store store = await FilledAsync(kind);
        List<string> ids = await new SummaryList(store, Folder).ReadAsync(default).Select(s => s.Id).ToListAsync();
        Assert.Equal(Enumerable.Range(0, Runs).Select(Id).OrderDescending(StringComparer.Ordinal), ids);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Read_OfTheFirst_ReadsFewMore(string kind)
    {
        await using CountedReadsStore store = new(await FilledAsync(kind));
        (string id, Task<FoundSummary> first) = await new SummaryList(store, Folder).ReadAsync(default).FirstAsync();
        Assert.Equal((Id(Runs - 1), id), (id, (await first).Summary!.Run.Id));
        Assert.InRange(store.Reads, 1, 4);
    }

    private async Task<Store> FilledAsync(string kind)
    {
        Store store = Open(await NewStateAsync(kind));
        await Parallel.ForAsync(0, Runs, async (i, token) =>
        {
            BatchRun run = new() { Id = Id(i), Workflow = "wuji", Status = RunStatus.Succeeded };
            byte[] summary = new RunSummary { Run = run, Sequence = 1, Token = 1 }.Write();
            await store.ReplaceAsync(StateLayout.Run(run.Id, RunFolder.SummaryName), summary, StoreVersion.Absent, Durability.Written, token);
            await store.ReplaceAsync(StateLayout.Run(run.Id, "plan.json"), new byte[10], StoreVersion.Absent, Durability.Written, token);
        });
        return store;
    }

    private static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"20260101-12{number / 60:00}{number % 60:00}-abcd");

    private sealed class CountedReadsStore(Store inner) : Store
    {
        private int reads;

        public int Reads => reads;

        public override ValueTask<StoreContent?> ReadAsync(string name, long offset, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref reads);
            return inner.ReadAsync(name, offset, cancellationToken);
        }

        public override ValueTask<StoreVersion> AppendAsync(
            string name, ReadOnlyMemory<byte> bytes, StoreVersion seen, Durability durability, CancellationToken cancellationToken) =>
            inner.AppendAsync(name, bytes, seen, durability, cancellationToken);

        public override ValueTask<StoreVersion> ReplaceAsync(
            string name, ReadOnlyMemory<byte> bytes, StoreVersion seen, Durability durability, CancellationToken cancellationToken) =>
            inner.ReplaceAsync(name, bytes, seen, durability, cancellationToken);

        public override IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellationToken) => inner.ListAsync(prefix, cancellationToken);

        public override ValueTask DeleteAsync(string name, StoreVersion seen, CancellationToken cancellationToken) => inner.DeleteAsync(name, seen, cancellationToken);

        public override async ValueTask DisposeAsync()
        {
            await inner.DisposeAsync();
            await base.DisposeAsync();
        }
    }
}
