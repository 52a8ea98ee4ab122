using BatchWorkflow.Engine.Journal;

namespace BatchWorkflow.Engine.Tests.Journal;

public sealed class JournalFollowerTests
{
    [Fact]
    public async Task Next_OverHoldersAndTornLines_GivesEachEventOnce()
    {
        JournalText text = new();
        JournalFollower follower = new(text.Store, JournalText.RunId);
        Assert.Empty(await NextAsync(follower));
        await using (JournalWriter writer = await JournalWriter.OpenAsync(text.Store, JournalText.RunId, 1, text.Time, default))
        {
            Assert.Empty(await NextAsync(follower));
            await writer.AppendAsync(new Warned("one"), Durability.Written, default);
            await writer.AppendAsync(new Warned("two"), Durability.Written, default);
            Assert.Equal(["one", "two"], await NextAsync(follower));
        }
        byte[] whole = await text.BytesAsync(1);
        await text.SetAsync(1, (byte[])[.. whole, .. "{\"seq\":3,\"ti"u8]);
        Assert.Empty(await NextAsync(follower));
        await text.HoldAsync(2);
        await text.HoldAsync(3, "three");
        await text.HoldAsync(5, "four");
        Assert.Equal(["three", "four"], await NextAsync(follower));
        Assert.Empty(await NextAsync(follower));
    }

    [Fact]
    public async Task Next_WhenAnEventThatWasReadIsNoLongerPartOfTheRun_SaysSo()
    {
        JournalText text = await JournalText.WriteAsync(["one", "two"]);
        byte[] whole = await text.BytesAsync(1);
        JournalFollower follower = new(text.Store, JournalText.RunId);
        await NextAsync(follower);
        await text.SetAsync(1, whole.AsMemory(0, whole.AsSpan(0, whole.Length - 1).LastIndexOf((byte)'\n') + 1));
        await text.HoldAsync(2, "other");
        await Assert.ThrowsAsync<JournalCorruptException>(() => follower.NextAsync(default));
    }

    [Fact]
    public async Task Follow_WhileAHolderWrites_GivesEachEventAsItComes()
    {
        JournalText text = await JournalText.WriteAsync(["old", "one"]);
        using CancellationTokenSource stop = new();
        await using IAsyncEnumerator<JournalEntry> follow =
            JournalReader.FollowAsync(text.Store, JournalText.RunId, 1, text.Time, stop.Token).GetAsyncEnumerator(stop.Token);
        Assert.True(await follow.MoveNextAsync());
        Assert.Equal(new Warned("one"), follow.Current.Event);
        ValueTask<bool> next = follow.MoveNextAsync();
        await text.HoldAsync(2, "two");
        Assert.False(next.IsCompleted);
        text.Time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.True(await next);
        Assert.Equal(new Warned("two"), follow.Current.Event);
        ValueTask<bool> last = follow.MoveNextAsync();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => last.AsTask());
    }

    private static async Task<string[]> NextAsync(JournalFollower follower) =>
        [.. (await follower.NextAsync(default)).Select(e => ((Warned)e.Event).Message)];
}
