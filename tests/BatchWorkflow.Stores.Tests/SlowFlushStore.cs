namespace BatchWorkflow.Stores.Tests;

/// <summary>A store whose flushes wait for a slow disk.</summary>
internal sealed class SlowFlushStore(Store inner, Task disk) : Store
{
    public bool IsSlow { get; set; }

    public override ValueTask<StoreContent?> ReadAsync(string name, long offset, CancellationToken cancellationToken) => inner.ReadAsync(name, offset, cancellationToken);

    public override async ValueTask<StoreVersion> AppendAsync(
        string name, ReadOnlyMemory<byte> bytes, StoreVersion seen, Durability durability, CancellationToken cancellationToken)
    {
        StoreVersion version = await inner.AppendAsync(name, bytes, seen, durability, cancellationToken);
        if (IsSlow && durability == Durability.Flushed)
            await disk;
        return version;
    }

    public override ValueTask<StoreVersion> ReplaceAsync(
        string name, ReadOnlyMemory<byte> bytes, StoreVersion seen, Durability durability, CancellationToken cancellationToken) =>
        inner.ReplaceAsync(name, bytes, seen, durability, cancellationToken);

    public override IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellationToken) => inner.ListAsync(prefix, cancellationToken);

    public override ValueTask DeleteAsync(string name, StoreVersion seen, CancellationToken cancellationToken) => inner.DeleteAsync(name, seen, cancellationToken);
}
