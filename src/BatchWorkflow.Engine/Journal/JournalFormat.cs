using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using BatchWorkflow.Engine.Storing;

namespace BatchWorkflow.Engine.Journal;

/// <summary>What all lines of a journal share: its format's number, its files' names, hashes and sums.</summary>
internal static class JournalFormat
{
    /// <summary>The format that this version writes. It reads this one and every older one.</summary>
    public const int Version = 1;

    /// <summary>Stands where there is no line before.</summary>
    public const string NoHash = "0000000000000000000000000000000000000000000000000000000000000000";

    private const int SumDigits = 8;
    private const int SumLength = 18;

    /// <summary>The prefix of a run's segments.</summary>
    public static string Prefix(string runId) => StateLayout.Run(runId, "journal.");

    /// <summary>The segment of the holder with that token.</summary>
    public static string SegmentName(string runId, long token) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix(runId)}{token}.jsonl");

    /// <summary>The token in a segment's name, or null when it names none.</summary>
    public static long? Token(string runId, string name)
    {
        const string End = ".jsonl";
        string begin = Prefix(runId);
        if (!name.StartsWith(begin, StringComparison.Ordinal) || !name.EndsWith(End, StringComparison.Ordinal) || name.Length <= begin.Length + End.Length)
            return null;
        ReadOnlySpan<char> digits = name.AsSpan()[begin.Length..^End.Length];
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long token) ? token : null;
    }

    /// <summary>The hash by which the next line names this one: SHA-256 in hex of the line without its end.</summary>
    public static string Hash(ReadOnlySpan<byte> line) => Convert.ToHexStringLower(SHA256.HashData(line));

    /// <summary>Makes a line of an object's JSON: its own sum goes last, so that a flipped bit is found in its own line, also in the last one.</summary>
    /// <returns>The line and its end.</returns>
    public static byte[] Seal(ReadOnlySpan<byte> json)
    {
        ReadOnlySpan<byte> open = json[..^1];
        byte[] line = [.. open, .. ",\"sum\":\""u8, .. "00000000\"}\n"u8];
        WriteSum(open, line.AsSpan(open.Length + 8, SumDigits));
        return line;
    }

    /// <summary>True when the line, without its end, carries the sum of what stands before it.</summary>
    public static bool HasItsSum(ReadOnlySpan<byte> line)
    {
        if (line.Length <= SumLength || !line[^SumLength..].StartsWith(",\"sum\":\""u8) || !line.EndsWith("\"}"u8))
            return false;
        Span<byte> sum = stackalloc byte[SumDigits];
        WriteSum(line[..^SumLength], sum);
        return line.Slice(line.Length - SumDigits - 2, SumDigits).SequenceEqual(sum);
    }

    /// <summary>A line without its sum, still open: the closing brace is missing.</summary>
    public static ReadOnlyMemory<byte> WithoutSum(ReadOnlyMemory<byte> line) => line[..^SumLength];

    /// <summary>CRC-32C, as storage uses it, in hex.</summary>
    private static void WriteSum(ReadOnlySpan<byte> open, Span<byte> sum)
    {
        uint crc = uint.MaxValue;
        for (; open.Length >= sizeof(ulong); open = open[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(open));
        foreach (byte one in open)
            crc = BitOperations.Crc32C(crc, one);
        Utf8Formatter.TryFormat(~crc, sum, out _, new StandardFormat('x', SumDigits));
    }
}
