using System.Text;
using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Storing;
using BatchWorkflow.TestKit;

namespace BatchWorkflow.Engine.Tests.Journal;

/// <summary>Real processes that are killed while they write: what they had told is there, what is there is whole, and nothing stays locked.</summary>
public sealed class KilledWriterTests : IAsyncDisposable
{
    private const string RunId = JournalText.RunId;
    private const string Stream = "runs/r/summary.json";
    private readonly TemporaryFolder folder = new();
    private readonly FileStore store;
    private readonly Random random = new(20260101);

    public KilledWriterTests() => store = new FileStore(folder.Path, TimeProvider.System);

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Journal_OfHoldersThatWereKilled_HasEveryEventThatWasTold()
    {
        List<string> told = [];
        for (int token = 1; token <= 8; token++)
        {
            using StateWriter writer = new("journal", folder.Path, RunId, $"{token}");
            await writer.UntilToldAsync(random.Next(1, 150));
            told.AddRange(await writer.KillAsync());
            if (token == 4)
                await TearAsync(token);
            List<string> found = await EventsAsync();
            Assert.Empty(told.Except(found));
            // At most the event under way when the process died is there without having been told.
            Assert.InRange(found.Count - told.Count, 0, token);
        }
        Assert.DoesNotContain(await JournalVerifier.VerifyAsync(store, RunId, default), p => p.Sequence is not 1);
    }

    [Fact]
    public async Task Journal_WhoseHolderStillWrites_IsTakenOverWithAllThatItTold()
    {
        using StateWriter former = new("journal", folder.Path, RunId, "1");
        await former.UntilToldAsync(20);
        using StateWriter next = new("journal", folder.Path, RunId, "2");
        await next.UntilToldAsync(20);
        List<string> told = [.. await former.KillAsync(), .. await next.KillAsync()];
        List<string> found = await EventsAsync();
        Assert.Empty(told.Except(found));
        Assert.Equal([.. found.Where(f => f.StartsWith("1 ", StringComparison.Ordinal)), .. found.Where(f => f.StartsWith("2 ", StringComparison.Ordinal))], found);
    }

    [Fact]
    public async Task Stream_WhoseReplacerWasKilled_IsWholeAndFree()
    {
        for (int round = 0; round < 6; round++)
        {
            using StateWriter writer = new("replace", folder.Path, Stream);
            await writer.UntilToldAsync(random.Next(1, 200));
            await writer.KillAsync();
            StoreContent content = (await store.ReadAsync(Stream, 0, default))!;
            Assert.False(content.Bytes.IsEmpty);
            Assert.False(content.Bytes.Span.ContainsAnyExcept(content.Bytes.Span[0]));
            await store.ReplaceAsync(Stream, "mine"u8.ToArray(), content.Version, Durability.Written, default).AsTask().WaitAsync(TimeSpan.FromSeconds(5));
            Assert.Equal([Stream], await store.ListAsync("", default).ToListAsync());
        }
    }

    [Fact]
    public async Task Appends_OfProcessesOfWhichSomeAreKilled_AreAllThere()
    {
        StateWriter[] writers = [.. Enumerable.Range(0, 4).Select(i => new StateWriter("append", folder.Path, Stream, $"w{i}"))];
        List<string> told = [];
        foreach (StateWriter writer in writers)
        {
            await writer.UntilToldAsync(100);
            told.AddRange(await writer.KillAsync());
            writer.Dispose();
        }
        string[] lines = Encoding.ASCII.GetString((await store.ReadAsync(Stream, 0, default))!.Bytes.Span).Split('\n');
        Assert.Empty(told.Except(lines));
        Assert.Equal(lines.Length, lines.Distinct().Count());
    }

    [Fact]
    public async Task Inbox_OfAskersThatWereKilled_HasEveryRequestThatWasTaken()
    {
        List<string> told = [];
        for (int round = 0; round < 4; round++)
        {
            using StateWriter writer = new("inbox", folder.Path, RunId, $"asker{round}");
            await writer.UntilToldAsync(random.Next(1, 30));
            told.AddRange(await writer.KillAsync());
        }
        (IReadOnlyList<(long Position, ControlRequest Request)> requests, _) = await new Inbox(store, RunId).ReadAsync(0, default);
        Assert.Empty(told.Except(requests.Select(r => r.Request.RequestId)));
    }

    [Fact]
    public async Task Lease_WhoseHolderWasKilled_IsFreeAtOnce()
    {
        using StateWriter holder = new("lease", folder.Path, Stream);
        await holder.UntilToldAsync(1);
        LeaseHeldException held = await Assert.ThrowsAsync<LeaseHeldException>(AcquireAsync);
        Assert.Equal("writer", held.Holder.Holder.User);
        await holder.KillAsync();
        await using Lease mine = await AcquireAsync();
        Assert.Equal(held.Holder.Token + 1, mine.Token);
    }

    private Task<Lease> AcquireAsync() => Lease.AcquireAsync(store, Stream, new RunOrigin(), new LeaseTerms(), TimeProvider.System, default);

    /// <summary>Leaves what a write leaves that was killed in its middle.</summary>
    private async Task TearAsync(long token) =>
        await File.AppendAllTextAsync(folder[JournalFormat.SegmentName(RunId, token)], "{\"seq\":99999,\"time\":\"2026-01-01T12:0");

    private async Task<List<string>> EventsAsync() =>
        [.. (await JournalReader.ReadAsync(store, RunId, 0, default)).Entries.Select(e => string.Join(' ', ((Warned)e.Event).Message.Split(' ').Take(2)))];
}
