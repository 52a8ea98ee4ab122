using System.Runtime.ExceptionServices;

namespace BatchWorkflow.Engine.Journal;

/// <summary>Brings what was written to the disk within 50 ms, all that came in between at once.</summary>
/// <param name="flush">Flushes all that was written so far.</param>
/// <param name="time">The clock.</param>
internal sealed class GroupFlush(Func<Task> flush, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(50);
    private readonly Lock gate = new();
    private readonly CancellationTokenSource ending = new();
    private ExceptionDispatchInfo? failure;
    private Task pending = Task.CompletedTask;
    private bool scheduled;
    private long written;
    private long flushed;

    /// <summary>Throws what a flush in the background failed with: from then on nothing is known to be safe.</summary>
    public void ThrowIfFailed() => Volatile.Read(ref failure)?.Throw();

    /// <summary>Notes an event that was written but not flushed.</summary>
    public void Written(long sequence)
    {
        lock (gate)
        {
            written = sequence;
            if (scheduled)
                return;
            scheduled = true;
            pending = LaterAsync();
        }
    }

    /// <summary>Notes that all events up to one were flushed.</summary>
    public void Flushed(long sequence)
    {
        lock (gate)
        {
            written = Math.Max(written, sequence);
            flushed = Math.Max(flushed, sequence);
        }
    }

    /// <summary>Flushes now what was not flushed yet.</summary>
    public async Task NowAsync()
    {
        long upTo;
        lock (gate)
        {
            upTo = written;
            if (flushed >= upTo)
                return;
        }
        await flush();
        Flushed(upTo);
    }

    /// <summary>Flushes what is left, and throws what a flush in the background failed with.</summary>
    public async ValueTask DisposeAsync()
    {
        End();
        await pending;
        ending.Dispose();
        ThrowIfFailed();
        await NowAsync();
    }

    private void End() => ending.Cancel();

    private async Task LaterAsync()
    {
        try
        {
            bool more = true;
            while (more)
            {
                await Task.Delay(Delay, time, ending.Token);
                await NowAsync();
                lock (gate)
                    more = scheduled = flushed < written;
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // Disposing flushes what is left.
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Told at the next append and when disposed.
            failure = ExceptionDispatchInfo.Capture(e);
        }
    }
}
