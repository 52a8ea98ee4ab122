using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Storing;
using Microsoft.Extensions.Time.Testing;

namespace BatchWorkflow.Engine.Tests.Journal;

public sealed class ForgottenEventTests : IAsyncDisposable
{
    private readonly ForgetfulStore store = new();
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task Flush_StoreHasLostAnEvent_Fails()
    {
        JournalWriter writer = await OpenAsync();
        await writer.AppendAsync(new Warned("one"), Durability.Written, default);
        await writer.FlushAsync(default);
        await writer.AppendAsync(new Warned("two"), Durability.Written, default);
        store.BreakDown();

        await Assert.ThrowsAsync<LeaseLostException>(() => writer.FlushAsync(default));
        await Assert.ThrowsAsync<LeaseLostException>(() => writer.AppendAsync(new Warned("three"), Durability.Written, default).AsTask());
    }

    [Fact]
    public async Task Flush_InTheBackgroundFindsThatAnEventIsLost_FailsTheNextAppend()
    {
        JournalWriter writer = await OpenAsync();
        await writer.AppendAsync(new Warned("one"), Durability.Written, default);
        store.BreakDown();
        time.Advance(TimeSpan.FromMilliseconds(60));
        await Assert.ThrowsAsync<LeaseLostException>(() => writer.AppendAsync(new Warned("two"), Durability.Flushed, default).AsTask());
    }

    [Fact]
    public async Task Flush_BesideAnAppendWhoseAnswerIsSlow_TakesItForItsOwn()
    {
        await using JournalWriter writer = await OpenAsync();
        await writer.AppendAsync(new Warned("one"), Durability.Written, default);
        TaskCompletionSource answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        store.Answering = () => answer.Task;
        Task<JournalEntry> appending = writer.AppendAsync(new Warned("two"), Durability.Written, default).AsTask();
        Task flushing = writer.FlushAsync(default);
        Assert.False(flushing.IsCompleted);
        answer.SetResult();
        await flushing;
        await appending;
    }

    [Fact]
    public async Task Flush_ManyTimesBesideAppends_NeverFails()
    {
        store.Answering = () => Task.Run(static () => { });
        await using JournalWriter writer = await OpenAsync();
        Task flushing = Task.CompletedTask;
        for (int i = 0; i < 500; i++)
        {
            Task<JournalEntry> appending = writer.AppendAsync(new Warned($"{i}"), i % 7 == 0 ? Durability.Flushed : Durability.Written, default).AsTask();
            if (i % 3 == 0)
                flushing = Task.WhenAll(flushing, writer.FlushAsync(default));
            await appending;
        }
        await flushing;
        Assert.Equal(500, (await JournalReader.ReadAsync(store, JournalText.RunId, 0, default)).Entries.Count);
    }

    private Task<JournalWriter> OpenAsync() => JournalWriter.OpenAsync(store, JournalText.RunId, 1, time, default);
}
