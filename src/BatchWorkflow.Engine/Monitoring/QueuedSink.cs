using System.Threading.Channels;
using Serilog.Core;
using Serilog.Events;

namespace BatchWorkflow.Engine.Monitoring;

/// <summary>
/// A destination that is written by a thread of its own, so that a slow one holds up nobody for long, and a busy thread pool does not hold it up:
/// when its queue is full, the writer waits a second for room, and from then on lines are lost until there is room again. How many were lost is
/// told in their place.
/// </summary>
internal abstract class QueuedSink : ILogEventSink, IAsyncDisposable
{
    private const int Room = 8192;
    private const int LargestBatch = 512;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _lastPatience = TimeSpan.FromSeconds(10);

    private readonly Channel<LogEvent> _queue = Channel.CreateBounded<LogEvent>(
        new BoundedChannelOptions(Room) { SingleReader = true, AllowSynchronousContinuations = true });
    private readonly Task _work;
    private volatile bool _isStalled;
    private int _lost;

    protected QueuedSink() => _work = Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <inheritdoc />
    public void Emit(LogEvent logEvent)
    {
        if (_queue.Writer.TryWrite(logEvent))
            _isStalled = false;
        else if (_isStalled || !WaitForRoom(logEvent))
            Lose();
    }

    /// <summary>Writes what is queued, then closes. Gives up on a destination that takes nothing for ten seconds.</summary>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (!_queue.Writer.TryComplete())
            return;
        await Task.WhenAny(_work, Task.Delay(_lastPatience));
        if (_work.IsCompleted)
            await _work;
        if (_work.IsCompleted && Interlocked.Exchange(ref _lost, 0) is > 0 and int lost)
            Write([], lost);
        else if (!_work.IsCompleted)
            Tell("The log was closed before all of its lines were written, because a destination takes none: " + Name);
        Close();
    }

    /// <summary>The destination in words.</summary>
    protected abstract string Name { get; }

    /// <summary>Writes lines in their order; throws nothing.</summary>
    /// <param name="batch">The lines.</param>
    /// <param name="lost">How many lines are missing before them.</param>
    protected abstract void Write(IReadOnlyList<LogEvent> batch, int lost);

    /// <summary>Tells people about trouble.</summary>
    protected abstract void Tell(string message);

    /// <summary>Lets go of what was opened.</summary>
    protected virtual void Close()
    {
    }

    /// <summary>Counts lines that could not be written; the next batch that can be says so.</summary>
    protected void Lose(int lines = 1) => Interlocked.Add(ref _lost, lines);

    private bool WaitForRoom(LogEvent logEvent)
    {
        long deadline = Environment.TickCount64 + (long)_patience.TotalMilliseconds;
        while (Environment.TickCount64 < deadline)
        {
            Thread.Sleep(1);
            if (_queue.Writer.TryWrite(logEvent))
                return true;
            if (_work.IsCompleted)
                return false;
        }

        _isStalled = true;
        return false;
    }

    private void Work()
    {
        List<LogEvent> batch = new(LargestBatch);
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (batch.Count < LargestBatch && _queue.Reader.TryRead(out LogEvent? next))
                batch.Add(next);
            Write(batch, Interlocked.Exchange(ref _lost, 0));
            batch.Clear();
        }
    }
}
