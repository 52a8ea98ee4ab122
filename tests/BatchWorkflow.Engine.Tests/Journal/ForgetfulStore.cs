using System.Globalization;

namespace BatchWorkflow.Engine.Tests.Journal;

/// <summary>A store that loses, when it breaks down, what was written and not flushed, as a database does that commits without waiting for its disk.</summary>
internal sealed class ForgetfulStore : Store
{
    private Dictionary<string, StoreContent> streams = new(StringComparer.Ordinal);
    private Dictionary<string, StoreContent> onDisk = new(StringComparer.Ordinal);
    private long writes;

    /// <summary>Done, and waited for, in the middle of each append of bytes, after it took effect.</summary>
    public Func<Task> Answering { get; set; } = () => Task.CompletedTask;

    public void BreakDown() => streams = new(onDisk, StringComparer.Ordinal);

    public override ValueTask<StoreContent?> ReadAsync(string name, long offset, CancellationToken cancellationToken) => new(
        streams.TryGetValue(name, out StoreContent? found) ? found with { Bytes = found.Bytes[(int)Math.Min(offset, found.Bytes.Length)..] } : null);

    public override async ValueTask<StoreVersion> AppendAsync(
        string name, ReadOnlyMemory<byte> bytes, StoreVersion seen, Durability durability, CancellationToken cancellationToken)
    {
        StoreVersion version = Set(name, bytes, seen, durability, (before, more) => more.IsEmpty ? before : (byte[])[.. before.Span, .. more.Span]);
        if (!bytes.IsEmpty)
            await Answering();
        return version;
    }

    public override ValueTask<StoreVersion> ReplaceAsync(
        string name, ReadOnlyMemory<byte> bytes, StoreVersion seen, Durability durability, CancellationToken cancellationToken) =>
        new(Set(name, bytes, seen, durability, (_, all) => all.ToArray()));

    public override IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellationToken) =>
        streams.Keys.Where(n => n.StartsWith(prefix, StringComparison.Ordinal)).OrderDescending(StringComparer.Ordinal).ToArray().ToAsyncEnumerable();

    public override ValueTask DeleteAsync(string name, StoreVersion seen, CancellationToken cancellationToken)
    {
        streams.Remove(name);
        return ValueTask.CompletedTask;
    }

    private StoreVersion Set(
        string name, ReadOnlyMemory<byte> bytes, StoreVersion seen, Durability durability, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> change)
    {
        StoreContent? before = streams.GetValueOrDefault(name);
        if (seen != StoreVersion.Any && seen != (before?.Version ?? StoreVersion.Absent))
            throw new StoreConflictException(name);
        ReadOnlyMemory<byte> after = change(before?.Bytes ?? default, bytes);
        if (before is null || !after.Equals(before.Bytes))
            streams[name] = new StoreContent(after, new StoreVersion((++writes).ToString(CultureInfo.InvariantCulture)));
        if (durability == Durability.Flushed)
            onDisk = new(streams, StringComparer.Ordinal);
        return streams[name].Version;
    }
}
