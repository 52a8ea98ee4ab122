using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace BatchWorkflow.Engine.Journal;

/// <summary>An event's line: {"seq":…,"time":"…","prev":"…","type":…,…,"sum":"…"}, in this form only.</summary>
/// <param name="Sequence">The event's number.</param>
/// <param name="Time">When it was written (UTC).</param>
/// <param name="Previous">The hash of the line before.</param>
/// <param name="Hash">The line's own hash.</param>
/// <param name="Event">The event's JSON from its type on, open at the end.</param>
internal readonly record struct JournalLine(long Sequence, DateTimeOffset Time, string Previous, string Hash, ReadOnlyMemory<byte> Event)
{
    private const int TimeLength = 28;
    private const int HashLength = 64;

    /// <summary>The bytes of an entry's line, with its end.</summary>
    public static byte[] Write(JournalEntry entry, string previous)
    {
        string head = string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"seq\":{entry.Sequence},\"time\":\"{entry.Time.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffffff}Z\",\"prev\":\"{previous}\",");
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(entry.Event, EngineJson.Line);
        return JournalFormat.Seal([.. Encoding.ASCII.GetBytes(head), .. json.AsSpan(1)]);
    }

    /// <summary>Reads a line, given without its end; null when it is not an event's.</summary>
    public static JournalLine? Parse(ReadOnlyMemory<byte> line)
    {
        ReadOnlySpan<byte> rest = line.Span;
        if (!JournalFormat.HasItsSum(rest)
            || !Skip(ref rest, "{\"seq\":"u8)
            || !Utf8Parser.TryParse(rest, out long sequence, out int digits))
            return null;
        rest = rest[digits..];
        if (!Skip(ref rest, ",\"time\":\""u8) || !TakeTime(ref rest, out DateTimeOffset time) || !Skip(ref rest, "\",\"prev\":\""u8) || rest.Length < HashLength)
            return null;
        string previous = Encoding.ASCII.GetString(rest[..HashLength]);
        rest = rest[HashLength..];
        if (!Skip(ref rest, "\","u8) || !rest.StartsWith("\"type\":\""u8))
            return null;
        ReadOnlyMemory<byte> body = JournalFormat.WithoutSum(line[^rest.Length..]);
        return new JournalLine(sequence, time, previous, JournalFormat.Hash(line.Span), body);
    }

    /// <summary>The entry with its event (<see cref="JsonException"/> when this version does not know it).</summary>
    public JournalEntry Read()
    {
        byte[] json = [(byte)'{', .. Event.Span, (byte)'}'];
        return new JournalEntry(Sequence, Time, JsonSerializer.Deserialize<RunEvent>(json, EngineJson.Line)!);
    }

    private static bool Skip(ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> expected)
    {
        if (!rest.StartsWith(expected))
            return false;
        rest = rest[expected.Length..];
        return true;
    }

    private static bool TakeTime(ref ReadOnlySpan<byte> rest, out DateTimeOffset time)
    {
        time = default;
        if (rest.Length < TimeLength || !Utf8Parser.TryParse(rest[..TimeLength], out DateTime utc, out int used, 'O') || used != TimeLength)
            return false;
        time = new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc));
        rest = rest[TimeLength..];
        return true;
    }
}
