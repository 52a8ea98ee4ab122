using System.Runtime.CompilerServices;

namespace BatchWorkflow.TestKit.Storing;

/// <summary>A store in memory, for tests without I/O. Versions are counters.</summary>
public sealed class MemoryStore : Store
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, (List<byte> Bytes, long Version)> _streams = new(StringComparer.Ordinal);
    private long _version;

    /// <summary>How many writes asked to be flushed.</summary>
    public int Flushes { get; private set; }

    /// <inheritdoc />
    public override ValueTask<StoreContent?> ReadAsync(string name, long offset, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(_streams.TryGetValue(name, out (List<byte> Bytes, long Version) found)
                ? new StoreContent(found.Bytes.Skip((int)offset).ToArray(), VersionOf(found.Version))
                : null);
        }
    }

    /// <inheritdoc />
    public override ValueTask<StoreVersion> AppendAsync(
        string name, ReadOnlyMemory<byte> bytes, StoreVersion seen, Durability durability, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Write(name, bytes, append: true, seen, durability));

    /// <inheritdoc />
    public override ValueTask<StoreVersion> ReplaceAsync(
        string name, ReadOnlyMemory<byte> bytes, StoreVersion seen, Durability durability, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Write(name, bytes, append: false, seen, durability));

    /// <inheritdoc />
    public override async IAsyncEnumerable<string> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<string> names;
        lock (_gate)
            names = [.. _streams.Keys.Where(n => n.StartsWith(prefix, StringComparison.Ordinal)).OrderDescending(StringComparer.Ordinal)];
        foreach (string name in names)
        {
            await Task.CompletedTask;
            yield return name;
        }
    }

    /// <inheritdoc />
    public override ValueTask DeleteAsync(string name, StoreVersion seen, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Compare(name, seen);
            _streams.Remove(name);
        }
        return ValueTask.CompletedTask;
    }

    private StoreVersion Write(string name, ReadOnlyMemory<byte> bytes, bool append, StoreVersion seen, Durability durability)
    {
        lock (_gate)
        {
            Compare(name, seen);
            Flushes += durability == Durability.Flushed ? 1 : 0;
            bool exists = _streams.TryGetValue(name, out (List<byte> Bytes, long Version) found);
            if (exists && append && bytes.IsEmpty)
                return VersionOf(found.Version);
            List<byte> content = exists && append ? found.Bytes : [];
            content.AddRange(bytes.Span);
            _streams[name] = (content, ++_version);
            return VersionOf(_version);
        }
    }

    private void Compare(string name, StoreVersion seen)
    {
        if (seen == StoreVersion.Any)
            return;
        StoreVersion now = _streams.TryGetValue(name, out (List<byte> Bytes, long Version) found) ? VersionOf(found.Version) : StoreVersion.Absent;
        if (seen != now)
            throw new StoreConflictException(name);
    }

    private static StoreVersion VersionOf(long version) => new(version.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
