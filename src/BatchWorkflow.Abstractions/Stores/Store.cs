namespace BatchWorkflow;

/// <summary>
/// Named streams of bytes that several processes share. Names are relative paths of [A-Za-z0-9._-] parts joined by '/'; no part begins with a dot.
/// Each write names the version that it saw; when that is no longer true it throws <see cref="StoreConflictException"/> and changes nothing.
/// A write that is cancelled has changed nothing.
/// </summary>
public abstract class Store : IAsyncDisposable
{
    /// <summary>The stream's bytes from an offset on and its version, or null when there is no such stream.</summary>
    public abstract ValueTask<StoreContent?> ReadAsync(string name, long offset, CancellationToken cancellationToken);

    /// <summary>
    /// Adds bytes at the end of the stream that was seen with that version. <see cref="Durability.Flushed"/> covers all that was appended before;
    /// appending no bytes with it flushes only, and with <see cref="StoreVersion.Any"/> makes no stream. A reader may see the first part of an append that is under way or that a crash ended.
    /// </summary>
    /// <returns>The new version.</returns>
    public abstract ValueTask<StoreVersion> AppendAsync(
        string name, ReadOnlyMemory<byte> bytes, StoreVersion seen, Durability durability, CancellationToken cancellationToken);

    /// <summary>Replaces the whole stream that was seen with that version; readers see the old or the new, never a mix.</summary>
    /// <returns>The new version.</returns>
    public abstract ValueTask<StoreVersion> ReplaceAsync(
        string name, ReadOnlyMemory<byte> bytes, StoreVersion seen, Durability durability, CancellationToken cancellationToken);

    /// <summary>The names that begin with a prefix, in descending ordinal order.</summary>
    public abstract IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>Removes the stream that was seen with that version; <see cref="StoreVersion.Any"/> removes it whatever its version.</summary>
    public abstract ValueTask DeleteAsync(string name, StoreVersion seen, CancellationToken cancellationToken);

    /// <inheritdoc />
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
