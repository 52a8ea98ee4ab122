namespace BatchWorkflow.Simulation.Tests.Fields;

/// <summary>A store that tells of each whole stream that is written.</summary>
internal sealed class NotedStore(Store kept, Action<string> written) : Store
{
    /// <inheritdoc />
    public override ValueTask<StoreContent?> ReadAsync(string name, long offset, CancellationToken cancellationToken) => kept.ReadAsync(name, offset, cancellationToken);

    /// <inheritdoc />
    public override ValueTask<StoreVersion> AppendAsync(string name, ReadOnlyMemory<byte> bytes, StoreVersion seen, Durability durability, CancellationToken cancellationToken) =>
        kept.AppendAsync(name, bytes, seen, durability, cancellationToken);

    /// <inheritdoc />
    public override ValueTask<StoreVersion> ReplaceAsync(string name, ReadOnlyMemory<byte> bytes, StoreVersion seen, Durability durability, CancellationToken cancellationToken)
    {
        written(name);
        return kept.ReplaceAsync(name, bytes, seen, durability, cancellationToken);
    }

    /// <inheritdoc />
    public override IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellationToken) => kept.ListAsync(prefix, cancellationToken);

    /// <inheritdoc />
    public override ValueTask DeleteAsync(string name, StoreVersion seen, CancellationToken cancellationToken) => kept.DeleteAsync(name, seen, cancellationToken);
}
