using System.Globalization;

namespace BatchWorkflow.TestKit.Storing;

/// <summary>A store in memory, for tests that write more often than a disk likes.</summary>
public sealed class MemoryStore : Store
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, (byte[] Bytes, StoreVersion Version)> streams = new(StringComparer.Ordinal);
    private long writes;

    /// <inheritdoc />
    public override ValueTask<StoreContent?> ReadAsync(string name, long offset, CancellationToken cancellationToken)
    {
        Check(name, cancellationToken);
        lock (gate)
        {
            return new(streams.TryGetValue(name, out (byte[] Bytes, StoreVersion Version) found)
                ? new StoreContent(found.Bytes.AsMemory((int)Math.Min(offset, found.Bytes.Length)), found.Version)
                : null);
        }
    }

    /// <inheritdoc />
    public override ValueTask<StoreVersion> AppendAsync(
        string name, ReadOnlyMemory<byte> bytes, StoreVersion seen, Durability durability, CancellationToken cancellationToken) =>
        new(Write(
            name, seen, before => bytes.IsEmpty && (before is not null || seen == StoreVersion.Any) ? before : [.. before ?? [], .. bytes.Span], cancellationToken));

    /// <inheritdoc />
    public override ValueTask<StoreVersion> ReplaceAsync(
        string name, ReadOnlyMemory<byte> bytes, StoreVersion seen, Durability durability, CancellationToken cancellationToken) =>
        new(Write(name, seen, _ => bytes.ToArray(), cancellationToken));

    /// <inheritdoc />
    public override IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            string[] names = [.. streams.Keys.Where(n => n.StartsWith(prefix, StringComparison.Ordinal)).OrderDescending(StringComparer.Ordinal)];
            return names.ToAsyncEnumerable();
        }
    }

    /// <inheritdoc />
    public override ValueTask DeleteAsync(string name, StoreVersion seen, CancellationToken cancellationToken)
    {
        Check(name, cancellationToken);
        lock (gate)
        {
            Expect(name, seen);
            streams.Remove(name);
        }
        return ValueTask.CompletedTask;
    }

    private StoreVersion Write(string name, StoreVersion seen, Func<byte[]?, byte[]?> change, CancellationToken cancellationToken)
    {
        Check(name, cancellationToken);
        lock (gate)
        {
            byte[]? before = Expect(name, seen);
            byte[]? after = change(before);
            if (after is null)
                return StoreVersion.Absent;
            if (!ReferenceEquals(before, after))
                streams[name] = (after, new StoreVersion((++writes).ToString(CultureInfo.InvariantCulture)));
            return streams[name].Version;
        }
    }

    private byte[]? Expect(string name, StoreVersion seen)
    {
        bool there = streams.TryGetValue(name, out (byte[] Bytes, StoreVersion Version) found);
        if (seen != StoreVersion.Any && seen != (there ? found.Version : StoreVersion.Absent))
            throw new StoreConflictException(name);
        return found.Bytes;
    }

    private static void Check(string name, CancellationToken cancellationToken)
    {
        Engine.Storing.StoreNames.Check(name);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
