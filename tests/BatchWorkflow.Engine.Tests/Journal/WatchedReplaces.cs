namespace BatchWorkflow.Engine.Tests.Journal;

/// <summary>A store that lets a test do something before and after each replacement.</summary>
/// <param name="store">Where the streams are.</param>
/// <param name="before">Waited for before one of this name.</param>
/// <param name="after">Waited for after one of this name has succeeded.</param>
internal sealed class WatchedReplaces(Store store, Func<string, Task> before, Func<string, Task> after) : Store
{
    public override ValueTask<StoreContent?> ReadAsync(string name, long offset, CancellationToken cancellationToken) =>
        store.ReadAsync(name, offset, cancellationToken);

    public override ValueTask<StoreVersion> AppendAsync(
        string name, ReadOnlyMemory<byte> bytes, StoreVersion seen, Durability durability, CancellationToken cancellationToken) =>
        store.AppendAsync(name, bytes, seen, durability, cancellationToken);

    public override async ValueTask<StoreVersion> ReplaceAsync(
        string name, ReadOnlyMemory<byte> bytes, StoreVersion seen, Durability durability, CancellationToken cancellationToken)
    {
        await before(name);
        StoreVersion version = await store.ReplaceAsync(name, bytes, seen, durability, cancellationToken);
        await after(name);
        return version;
    }

    public override IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellationToken) => store.ListAsync(prefix, cancellationToken);

    public override ValueTask DeleteAsync(string name, StoreVersion seen, CancellationToken cancellationToken) =>
        store.DeleteAsync(name, seen, cancellationToken);
}
