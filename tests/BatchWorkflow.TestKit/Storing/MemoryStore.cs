using System.Globalization;
using System.Runtime.InteropServices;

namespace BatchWorkflow.TestKit.Storing;

/// <summary>A store in memory, for tests that write more often than a disk likes.</summary>
public sealed class MemoryStore : Store
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, (ReadOnlyMemory<byte> Bytes, StoreVersion Version)> streams = new(StringComparer.Ordinal);
    private long writes;

    /// <inheritdoc />
    public override ValueTask<StoreContent?> ReadAsync(string name, long offset, CancellationToken cancellationToken)
    {
        Check(name, cancellationToken);
        lock (gate)
        {
            return new(streams.TryGetValue(name, out (ReadOnlyMemory<byte> Bytes, StoreVersion Version) found)
                ? new StoreContent(found.Bytes[(int)Math.Min(offset, found.Bytes.Length)..], found.Version)
                : null);
        }
    }

    /// <inheritdoc />
    public override ValueTask<StoreVersion> AppendAsync(
        string name, ReadOnlyMemory<byte> bytes, StoreVersion seen, Durability durability, CancellationToken cancellationToken)
    {
        Check(name, cancellationToken);
        lock (gate)
        {
            ReadOnlyMemory<byte>? before = Expect(name, seen);
            if (bytes.IsEmpty && before is not null)
                return new(streams[name].Version);
            return new(bytes.IsEmpty && seen == StoreVersion.Any ? StoreVersion.Absent : Set(name, Grown(before ?? default, bytes.Span)));
        }
    }

    /// <inheritdoc />
    public override ValueTask<StoreVersion> ReplaceAsync(
        string name, ReadOnlyMemory<byte> bytes, StoreVersion seen, Durability durability, CancellationToken cancellationToken)
    {
        Check(name, cancellationToken);
        lock (gate)
        {
            Expect(name, seen);
            return new(Set(name, bytes.ToArray()));
        }
    }

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

    /// <summary>Bytes behind others, in the room that is left behind those where there is some: what readers hold of it is never written again.</summary>
    private static ReadOnlyMemory<byte> Grown(ReadOnlyMemory<byte> before, ReadOnlySpan<byte> more)
    {
        int length = before.Length + more.Length;
        if (!MemoryMarshal.TryGetArray(before, out ArraySegment<byte> room) || room.Array is not { } array || array.Length < length)
        {
            array = new byte[Math.Max(length * 2, 256)];
            before.CopyTo(array);
        }
        more.CopyTo(array.AsSpan(before.Length));
        return array.AsMemory(0, length);
    }

    private StoreVersion Set(string name, ReadOnlyMemory<byte> bytes)
    {
        StoreVersion version = new((++writes).ToString(CultureInfo.InvariantCulture));
        streams[name] = (bytes, version);
        return version;
    }

    private ReadOnlyMemory<byte>? Expect(string name, StoreVersion seen)
    {
        bool there = streams.TryGetValue(name, out (ReadOnlyMemory<byte> Bytes, StoreVersion Version) found);
        if (seen != StoreVersion.Any && seen != (there ? found.Version : StoreVersion.Absent))
            throw new StoreConflictException(name);
        return there ? found.Bytes : (ReadOnlyMemory<byte>?)null;
    }

    private static void Check(string name, CancellationToken cancellationToken)
    {
        Engine.Storing.StoreNames.Check(name);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
