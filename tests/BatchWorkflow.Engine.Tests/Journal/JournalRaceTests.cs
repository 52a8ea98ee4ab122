using System.Collections.Concurrent;
using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Storing;
using BatchWorkflow.TestKit;

namespace BatchWorkflow.Engine.Tests.Journal;

/// <summary>Holders that take over from each other while all of them go on writing, as if each believed that it had the lease.</summary>
public sealed class JournalRaceTests
{
    private const int Holders = 6;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Append_ThatSucceeded_IsInTheHistoryWhateverTheOthersDid(int seed)
    {
        using TemporaryFolder folder = new();
        await using FileStore store = new(folder.Path, TimeProvider.System);
        ConcurrentBag<string> written = [];
        await Task.WhenAll(Enumerable.Range(1, Holders).Select(token => Task.Run(() => HoldAsync(store, token, new Random(seed * 100 + token), written))));
        JournalSnapshot all = await JournalReader.ReadAsync(store, JournalText.RunId, 0, default);
        Assert.Equal(written.Order(StringComparer.Ordinal), all.Entries.Select(e => ((Warned)e.Event).Message).Order(StringComparer.Ordinal));
        Assert.Contains(written, w => w.StartsWith($"{Holders} ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Open_WhileTheFormerHolderWritesFasterThanAWholeSegmentIsRead_TakesOver()
    {
        JournalText text = new();
        await using JournalWriter former = await JournalWriter.OpenAsync(text.Store, JournalText.RunId, 1, text.Time, default);
        List<string> written = [];
        async Task WriteAsync()
        {
            await former.AppendAsync(new Warned($"{written.Count}"), Durability.Written, default);
            written.Add($"{written.Count}");
        }
        async Task WriteUntilStoppedAsync()
        {
            try
            {
                await WriteAsync();
            }
            catch (LeaseLostException)
            {
                // It has been taken over.
            }
        }
        while (written.Count < 40)
            await WriteAsync();
        await using SlowReads store = new(text.Store, 2000, WriteUntilStoppedAsync);
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(30));

        await using JournalWriter next = await JournalWriter.OpenAsync(store, JournalText.RunId, 2, text.Time, patience.Token);
        await next.AppendAsync(new Warned("next"), Durability.Written, default);

        await Assert.ThrowsAsync<LeaseLostException>(WriteAsync);
        await text.AssertWarningsAsync([.. written, "next"]);
    }

    private static async Task HoldAsync(Store store, int token, Random random, ConcurrentBag<string> written)
    {
        try
        {
            await Task.Delay(random.Next(20));
            await using JournalWriter writer = await JournalWriter.OpenAsync(store, JournalText.RunId, token, TimeProvider.System, default);
            for (int i = 0; i < 60; i++)
            {
                await writer.AppendAsync(new Warned($"{token} {i}"), Durability.Written, default);
                written.Add($"{token} {i}");
            }
        }
        catch (LeaseLostException)
        {
            // Another one has taken over, as it should.
        }
    }
}
