using System.Globalization;
using System.Text;
using BatchWorkflow.Engine.Journal;

namespace BatchWorkflow.Simulation.Tests.Trouble;

/// <summary>
/// Streams that survive the death of processes, and as far as they were flushed also the loss of power. It remembers which events of journals were
/// acknowledged to a process that lived to hear it.
/// </summary>
internal sealed class SimulatedDisk(Random chance)
{
    private readonly SortedDictionary<string, DiskStream> _streams = new(StringComparer.Ordinal);
    private long _writes;

    /// <summary>The hash of each acknowledged event, by its segment and number.</summary>
    public Dictionary<(string Segment, long Sequence), string> Acknowledged { get; } = [];

    /// <summary>What broke a law as it happened.</summary>
    public List<string> Broken { get; } = [];

    /// <summary>How often power was lost.</summary>
    public int Outages { get; private set; }

    /// <summary>What is there from an offset on; null when there is no such stream.</summary>
    public StoreContent? Read(string name, long offset) => _streams.TryGetValue(name, out DiskStream? stream) && stream.Version is { } version
        ? new StoreContent(stream.Bytes.AsMemory((int)Math.Min(offset, stream.Bytes.Length)), version)
        : null;

    /// <summary>Adds bytes.</summary>
    public StoreVersion Append(string name, ReadOnlyMemory<byte> bytes, StoreVersion seen, Durability durability)
    {
        DiskStream stream = Expect(name, seen);
        if (!bytes.IsEmpty)
            stream.Set([.. stream.Bytes, .. bytes.Span], NewVersion());
        if (EventOf(name, bytes) is { } line)
        {
            stream.Unsafe.Add(line.Sequence);
            CheckFence(name, line);
        }
        if (durability == Durability.Flushed)
            stream.Flush();
        return stream.Version ?? StoreVersion.Absent;
    }

    /// <summary>Replaces all bytes.</summary>
    public StoreVersion Replace(string name, ReadOnlyMemory<byte> bytes, StoreVersion seen, Durability durability)
    {
        DiskStream stream = Expect(name, seen);
        stream.Set(bytes.ToArray(), NewVersion());
        if (durability == Durability.Flushed)
            stream.Flush();
        return stream.Version!.Value;
    }

    /// <summary>The names with a prefix, in descending order.</summary>
    public IReadOnlyList<string> List(string prefix) =>
        [.. _streams.Where(s => s.Value.Version is not null && s.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(s => s.Key).Reverse()];

    /// <summary>Removes a stream.</summary>
    public void Delete(string name, StoreVersion seen) => Expect(name, seen).Set([], null);

    /// <summary>Notes that a process has heard that its line is written.</summary>
    public void Acknowledge(string name, ReadOnlyMemory<byte> line)
    {
        if (EventOf(name, line) is { } parsed)
            Acknowledged[(name, parsed.Sequence)] = parsed.Hash;
    }

    /// <summary>Brings all that is there to the disk.</summary>
    public void Flush()
    {
        foreach (DiskStream stream in _streams.Values)
            stream.Flush();
    }

    /// <summary>Loses power: of what was not flushed some is gone, and some is torn.</summary>
    public void LosePower()
    {
        Outages++;
        foreach ((string name, DiskStream stream) in _streams)
        {
            foreach (long sequence in stream.Unsafe)
                Acknowledged.Remove((name, sequence));
            stream.LosePower(chance, NewVersion);
        }
    }

    /// <summary>The lines of all journals.</summary>
    public IEnumerable<string> Journals() => _streams.Where(s => s.Key.Contains("/journal.", StringComparison.Ordinal)).SelectMany(s => Encoding.UTF8.GetString(s.Value.Bytes).Split('\n').Prepend(s.Key));

    /// <summary>Somebody else writes the same bytes.</summary>
    public void Touch(string name)
    {
        if (_streams.TryGetValue(name, out DiskStream? stream) && stream.Version is not null)
            stream.Set(stream.Bytes, NewVersion());
    }

    /// <summary>Who begins a segment and writes events has closed those before it: nothing more comes to them.</summary>
    private void CheckFence(string name, JournalLine line)
    {
        string run = name.Split('/')[1];
        long token = JournalFormat.Token(run, name)!.Value;
        if (_streams.FirstOrDefault(s => s.Value.Version is not null && JournalFormat.Token(run, s.Key) > token && s.Value.Bytes.AsSpan().Count((byte)'\n') > 1) is { Key: { } later })
            Broken.Add($"event {line.Sequence} is appended to {name}, and {later} has events");
    }

    private static JournalLine? EventOf(string name, ReadOnlyMemory<byte> line) =>
        name.Contains("/journal.", StringComparison.Ordinal) && !line.IsEmpty ? JournalLine.Parse(line[..^1]) : null;

    private DiskStream Expect(string name, StoreVersion seen)
    {
        if (!_streams.TryGetValue(name, out DiskStream? stream))
            _streams[name] = stream = new DiskStream();
        if (seen != StoreVersion.Any && seen != (stream.Version ?? StoreVersion.Absent))
            throw new StoreConflictException(name);
        return stream;
    }

    private StoreVersion NewVersion() => new((++_writes).ToString(CultureInfo.InvariantCulture));
}
