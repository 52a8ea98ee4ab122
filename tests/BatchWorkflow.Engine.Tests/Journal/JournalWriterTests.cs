using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Storing;
using BatchWorkflow.Engine.Tests.Storing;
using BatchWorkflow.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace BatchWorkflow.Engine.Tests.Journal;

public sealed class JournalWriterTests : IAsyncDisposable
{
    private const string RunId = "20260101-120000-abcd";
    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly CountedDisk disk = new();
    private readonly FileStore store;

    public JournalWriterTests() => store = new FileStore(folder.Path, time, disk);

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Append_OverTwoHolders_ReadsBackAsOneHistory()
    {
        await using (JournalWriter first = await OpenAsync(1))
        {
            await first.AppendAsync(new Warned("one"), Durability.Written, default);
            await first.AppendAsync(new Warned("two"), Durability.Flushed, default);
        }
        await using (JournalWriter second = await OpenAsync(2))
        {
            Assert.Equal(2, second.LastSequence);
            await second.AppendAsync(new Warned("three"), Durability.Written, default);
            JournalSnapshot all = await JournalReader.ReadAsync(store, RunId, 0, default);
            Assert.Equal([new Warned("one"), new Warned("two"), new Warned("three")], all.Entries.Select(e => e.Event));
            Assert.Equal([1, 2, 3], all.Entries.Select(e => e.Sequence));
            Assert.Equal((3, second.LastHash), (all.LastSequence, all.LastHash));
        }
        JournalSnapshot tail = await JournalReader.ReadAsync(store, RunId, 2, default);
        Assert.Equal([new Warned("three")], tail.Entries.Select(e => e.Event));
    }

    [Fact]
    public async Task Append_OfAHolderThatWasTakenOver_IsRefusedAndLeavesNoTrace()
    {
        await using JournalWriter former = await OpenAsync(1);
        await former.AppendAsync(new Warned("one"), Durability.Written, default);
        await using JournalWriter next = await OpenAsync(2);
        await Assert.ThrowsAsync<LeaseLostException>(() => former.AppendAsync(new Warned("late"), Durability.Written, default).AsTask());
        await Assert.ThrowsAsync<LeaseLostException>(() => former.AppendAsync(new Warned("later"), Durability.Written, default).AsTask());
        await next.AppendAsync(new Warned("two"), Durability.Written, default);
        JournalSnapshot all = await JournalReader.ReadAsync(store, RunId, 0, default);
        Assert.Equal([new Warned("one"), new Warned("two")], all.Entries.Select(e => e.Event));
    }

    [Fact]
    public async Task Open_WithATokenThatIsBehind_IsRefused()
    {
        await using JournalWriter newer = await OpenAsync(5);
        await Assert.ThrowsAsync<LeaseLostException>(() => OpenAsync(4));
        await Assert.ThrowsAsync<LeaseLostException>(() => OpenAsync(5));
        await newer.AppendAsync(new Warned("still here"), Durability.Written, default);
    }

    [Fact]
    public async Task Append_Unflushed_IsFlushedInAGroupAfter50Milliseconds()
    {
        await using JournalWriter writer = await OpenAsync(1);
        int before = disk.FileFlushes;
        for (int i = 0; i < 10; i++)
            await writer.AppendAsync(new Warned("x"), Durability.Written, default);
        time.Advance(TimeSpan.FromMilliseconds(49));
        Assert.Equal(before, disk.FileFlushes);
        time.Advance(TimeSpan.FromMilliseconds(1));
        await disk.UntilFlushedAsync(before + 1);
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(before + 1, disk.FileFlushes);
    }

    [Fact]
    public async Task Append_Flushed_CoversAllBeforeWithOneFlush()
    {
        await using JournalWriter writer = await OpenAsync(1);
        int before = disk.FileFlushes;
        for (int i = 0; i < 10; i++)
            await writer.AppendAsync(new Warned("x"), Durability.Written, default);
        await writer.AppendAsync(new Warned("safe"), Durability.Flushed, default);
        time.Advance(TimeSpan.FromSeconds(5));
        await writer.FlushAsync(default);
        Assert.Equal(before + 1, disk.FileFlushes);
    }

    [Fact]
    public async Task Flush_ThatFailsInTheBackground_IsToldAtTheNextAppendAndAtDispose()
    {
        JournalWriter writer = await OpenAsync(1);
        await writer.AppendAsync(new Warned("x"), Durability.Written, default);
        disk.FailFlushes = true;
        int before = disk.FileFlushes;
        time.Advance(TimeSpan.FromMilliseconds(50));
        await disk.UntilFlushedAsync(before + 1);
        await Assert.ThrowsAsync<BatchWorkflowException>(async () =>
        {
            // The background needs a moment from its flush to its note.
            for (int i = 0; i < 10_000; i++)
                await writer.AppendAsync(new Warned("y"), Durability.Written, default);
        });
        disk.FailFlushes = false;
        BatchWorkflowException told = await Assert.ThrowsAsync<BatchWorkflowException>(() => writer.DisposeAsync().AsTask());
        Assert.Equal("State.Unwritable", told.ErrorId);
    }

    [Fact]
    public async Task Append_ThatTheDiskTakesInPart_LeavesTheJournalWhole()
    {
        JournalWriter writer = await OpenAsync(1);
        await writer.AppendAsync(new Warned("one"), Durability.Flushed, default);
        disk.FullAfter = 20;
        BatchWorkflowException full = await Assert.ThrowsAsync<BatchWorkflowException>(() => writer.AppendAsync(new Warned("two"), Durability.Written, default).AsTask());
        Assert.Equal("State.Unwritable", full.ErrorId);
        Assert.Contains("the disk is full", full.Message, StringComparison.Ordinal);
        disk.FullAfter = null;
        BatchWorkflowException broken = await Assert.ThrowsAsync<BatchWorkflowException>(() => writer.AppendAsync(new Warned("three"), Durability.Written, default).AsTask());
        Assert.Equal("Journal.Broken", broken.ErrorId);
        await writer.DisposeAsync();
        Assert.Equal([new Warned("one")], (await JournalReader.ReadAsync(store, RunId, 0, default)).Entries.Select(e => e.Event));
        string text = await File.ReadAllTextAsync(folder[$"runs/{RunId}/journal.1.jsonl"]);
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hooks_OfAWriter_StandBeforeAndAfterTheWrite()
    {
        await using JournalWriter writer = await OpenAsync(1);
        List<string> seen = [];
        writer.Writing = async e => seen.Add($"before {e.Sequence}: {await CountAsync()}");
        writer.Appended = async e => seen.Add($"after {e.Sequence}: {await CountAsync()}");
        await writer.AppendAsync(new Warned("one"), Durability.Written, default);
        Assert.Equal(["before 1: 0", "after 1: 1"], seen);
    }

    private async Task<int> CountAsync() => (await JournalReader.ReadAsync(store, RunId, 0, default)).Entries.Count;

    private Task<JournalWriter> OpenAsync(long token) => JournalWriter.OpenAsync(store, RunId, token, time, default);
}
