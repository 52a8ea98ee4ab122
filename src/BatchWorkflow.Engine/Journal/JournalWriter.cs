namespace BatchWorkflow.Engine.Journal;

/// <summary>
/// Appends events to the segment of one holder. One caller at a time. After a write or a flush has failed it takes nothing more:
/// what the disk then holds is known only by reading it again.
/// </summary>
internal sealed class JournalWriter : IAsyncDisposable
{
    private readonly Store store;
    private readonly string segment;
    private readonly TimeProvider time;
    private readonly GroupFlush group;
    private readonly SemaphoreSlim writing = new(1);
    private readonly OwnVersions own;
    private StoreVersion version;
    private Exception? failure;

    private JournalWriter(Store store, JournalStart start, TimeProvider time)
    {
        this.store = store;
        this.time = time;
        segment = start.Segment;
        version = start.Version;
        own = new OwnVersions(start.Version);
        LastSequence = start.Sequence;
        LastHash = start.Hash;
        Torn = start.Torn;
        group = new GroupFlush(FlushSegmentAsync, time);
    }

    /// <summary>The last event of the run so far.</summary>
    public long LastSequence { get; private set; }

    /// <summary>The hash of the last line.</summary>
    public string LastHash { get; private set; }

    /// <summary>How many bytes of torn lines of former holders were cut off.</summary>
    public int Torn { get; }

    /// <summary>Called before an event is written; a test may end the process there.</summary>
    public Func<JournalEntry, Task>? Writing { get; set; }

    /// <summary>Called after an event was written, and flushed when that was asked for.</summary>
    public Func<JournalEntry, Task>? Appended { get; set; }

    /// <summary>
    /// Takes the run's journal over under the token of a lease that is held: cuts off a torn last line, stops a former holder that still
    /// writes, and begins a segment of its own. Read the journal after this, not before.
    /// </summary>
    public static async Task<JournalWriter> OpenAsync(Store store, string runId, long token, TimeProvider time, CancellationToken cancellationToken) =>
        new(store, await new JournalOpening(store, runId, token).OpenAsync(cancellationToken), time);

    /// <summary>
    /// Writes an event: with the operating system when this returns, on the disk too when <see cref="Durability.Flushed"/> is asked for (with all
    /// events before it), otherwise there within 50 ms. <see cref="LeaseLostException"/> when another holder has taken over.
    /// </summary>
    public async ValueTask<JournalEntry> AppendAsync(RunEvent e, Durability durability, CancellationToken cancellationToken)
    {
        ThrowIfFailed();
        JournalEntry entry = new(LastSequence + 1, time.GetUtcNow(), e);
        byte[] line = JournalLine.Write(entry, LastHash);
        if (Writing is { } writing)
            await writing(entry);
        await WriteAsync(line, durability, cancellationToken);
        LastSequence = entry.Sequence;
        LastHash = JournalFormat.Hash(line.AsSpan(0, line.Length - 1));
        if (durability == Durability.Flushed)
            group.Flushed(entry.Sequence);
        else
            group.Written(entry.Sequence);
        if (Appended is { } appended)
            await appended(entry);
        return entry;
    }

    /// <summary>Brings all events so far to the disk; <see cref="LeaseLostException"/> when the store no longer has them.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ThrowIfFailed();
        try
        {
            await group.NowAsync();
        }
        catch (BatchWorkflowException e)
        {
            failure = e;
            throw;
        }
        // An append that failed meanwhile may be the first to tell that the store has lost what this flush was for.
        ThrowIfFailed();
    }

    /// <summary>Brings all events to the disk; throws when that fails now or failed in the background.</summary>
    public async ValueTask DisposeAsync()
    {
        await group.DisposeAsync();
        writing.Dispose();
    }

    private async ValueTask WriteAsync(byte[] line, Durability durability, CancellationToken cancellationToken)
    {
        await writing.WaitAsync(cancellationToken);
        try
        {
            version = await store.AppendAsync(segment, line, version, durability, cancellationToken);
            own.Add(version, durability == Durability.Flushed);
        }
        catch (StoreConflictException e)
        {
            failure = new LeaseLostException(segment, e);
            throw failure;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            failure = e;
            throw;
        }
        finally
        {
            writing.Release();
        }
    }

    private void ThrowIfFailed()
    {
        group.ThrowIfFailed();
        if (failure is LeaseLostException)
            throw new LeaseLostException(segment, failure);
        if (failure is not null)
        {
            throw new BatchWorkflowException("Journal.Broken", $"'{segment}' takes no more events since one could not be written: {failure.Message}", failure)
            {
                RecommendedAction = "Mend what is wrong with the disk, then resume the run.",
            };
        }
    }

    /// <summary>
    /// Flushes without naming a version, because it runs beside appends, and then sees to it that what it found is what this writer wrote by then: a
    /// database that broke down in between may have lost it, and flushes what is left without a word.
    /// </summary>
    private async Task FlushSegmentAsync()
    {
        long upTo = own.Last;
        StoreVersion found = await store.AppendAsync(segment, ReadOnlyMemory<byte>.Empty, StoreVersion.Any, Durability.Flushed, CancellationToken.None);
        // An append in between may have made what was found, and is known once it has come back.
        await writing.WaitAsync();
        try
        {
            if (!own.IsAtLeast(found, upTo) && failure is null)
                throw failure = new LeaseLostException(segment);
        }
        finally
        {
            writing.Release();
        }
    }
}
