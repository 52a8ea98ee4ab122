using BatchWorkflow.Engine.Journal;

namespace BatchWorkflow.Engine.Tests.Journal;

/// <summary>
/// Holder 5 begins its segment after holder 1's, finds that holder 4 has written in between, and begins it anew with another header. Whoever
/// has read the first header must not go on by it. With ten events more the second header is longer, with two it is as long as the first.
/// </summary>
public sealed class HeaderTwiceTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    public async Task Open_HeaderWasReadBeforeItWasWrittenAnew_TakesOverWhatCounts(int between)
    {
        JournalText text = await JournalText.WriteAsync(["first"]);
        TaskCompletionSource begun = new(), read = new(), written = new();
        WatchedReplaces five = Fifth(text, between, begun, read.Task);
        WatchedReplaces six = new(text.Store, WaitAsync, Nothing);
        async Task WaitAsync(string name)
        {
            if (name == JournalText.Name(5) && read.TrySetResult())
                await written.Task;
        }

        Task<JournalWriter> fifth = JournalWriter.OpenAsync(five, JournalText.RunId, 5, text.Time, default);
        await begun.Task;
        Task<JournalWriter> sixth = JournalWriter.OpenAsync(six, JournalText.RunId, 6, text.Time, default);
        await using JournalWriter former = await fifth;
        await former.AppendAsync(new Warned("fifth"), Durability.Flushed, default);
        written.SetResult();
        await using JournalWriter next = await sixth;
        await next.AppendAsync(new Warned("sixth"), Durability.Written, default);

        await text.AssertWarningsAsync(["first", .. Between(between), "fifth", "sixth"]);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    public async Task Follow_HeaderWasReadBeforeItWasWrittenAnew_MissesNothing(int between)
    {
        JournalText text = await JournalText.WriteAsync(["first"]);
        JournalFollower follower = new(text.Store, JournalText.RunId);
        List<string> seen = [];
        async Task FollowAsync() => seen.AddRange((await follower.NextAsync(default)).Select(e => ((Warned)e.Event).Message));
        await FollowAsync();
        TaskCompletionSource begun = new(), read = new();

        Task<JournalWriter> fifth = JournalWriter.OpenAsync(Fifth(text, between, begun, read.Task), JournalText.RunId, 5, text.Time, default);
        await begun.Task;
        await FollowAsync();
        read.SetResult();
        await using JournalWriter writer = await fifth;
        await FollowAsync();
        await writer.AppendAsync(new Warned("fifth"), Durability.Written, default);
        await FollowAsync();

        Assert.Equal(["first", .. Between(between), "fifth"], seen);
    }

    /// <summary>The store of holder 5: before it begins its segment holder 4 writes, and after that it waits.</summary>
    private static WatchedReplaces Fifth(JournalText text, int between, TaskCompletionSource begun, Task until) => new(
        text.Store,
        async name =>
        {
            if (name == JournalText.Name(5) && !begun.Task.IsCompleted)
                await text.HoldAsync(4, Between(between));
        },
        async name =>
        {
            if (name == JournalText.Name(5) && begun.TrySetResult())
                await until;
        });

    private static string[] Between(int count) => [.. Enumerable.Range(0, count).Select(i => $"between {i}")];

    private static Task Nothing(string name) => Task.CompletedTask;
}
