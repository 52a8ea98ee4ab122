namespace BatchWorkflow.Engine.Tests.Journal;

/// <summary>A store whose reads take as long as they are large: others have written by the time that one of some size returns.</summary>
/// <param name="store">What it reads and writes.</param>
/// <param name="large">How many bytes take long.</param>
/// <param name="meanwhile">What others do in that time.</param>
internal sealed class SlowReads(Store store, int large, Func<Task> meanwhile) : Store
{
    public override async ValueTask<StoreContent?> ReadAsync(string name, long offset, CancellationToken cancellationToken)
    {
        StoreContent? content = await store.ReadAsync(name, offset, cancellationToken);
        if (content is { Bytes.Length: var length } && length >= large)
            await meanwhile();
        return content;
    }

    public override ValueTask<StoreVersion> AppendAsync(
        string name, ReadOnlyMemory<byte> bytes, StoreVersion seen, Durability durability, CancellationToken cancellationToken) =>
        store.AppendAsync(name, bytes, seen, durability, cancellationToken);

    public override ValueTask<StoreVersion> ReplaceAsync(
        string name, ReadOnlyMemory<byte> bytes, StoreVersion seen, Durability durability, CancellationToken cancellationToken) =>
        store.ReplaceAsync(name, bytes, seen, durability, cancellationToken);

    public override IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellationToken) => store.ListAsync(prefix, cancellationToken);

    public override ValueTask DeleteAsync(string name, StoreVersion seen, CancellationToken cancellationToken) =>
        store.DeleteAsync(name, seen, cancellationToken);
}
