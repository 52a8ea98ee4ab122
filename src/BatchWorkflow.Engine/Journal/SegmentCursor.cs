using System.Text.Json;

namespace BatchWorkflow.Engine.Journal;

/// <summary>Goes along the lines of a segment and checks each against the one before.</summary>
/// <param name="runId">The run.</param>
/// <param name="token">The segment's token.</param>
/// <param name="report">Hears what is wrong; when it returns, the cursor goes on as well as it can.</param>
internal sealed class SegmentCursor(string runId, long token, Action<JournalProblem> report)
{
    private readonly string file = JournalFormat.SegmentName(runId, token);
    private bool afterHeader;

    /// <summary>The header, once its line was read.</summary>
    public SegmentHeader? Header { get; private set; }

    /// <summary>The first byte that was not read yet.</summary>
    public long Offset { get; private set; }

    /// <summary>The number of the last line read.</summary>
    public int Line { get; private set; }

    /// <summary>The last event read, or the last one before the segment.</summary>
    public long Sequence { get; private set; }

    /// <summary>The hash of the last line read; empty when that line was reported as not being what it was.</summary>
    public string Hash { get; private set; } = JournalFormat.NoHash;

    /// <summary>A cursor that throws at the first thing that is wrong.</summary>
    public static SegmentCursor Strict(string runId, long token) => new(runId, token, static p => throw new JournalCorruptException(p));

    /// <summary>Reads whole lines up to an event; a last line without its end is passed over.</summary>
    /// <param name="bytes">The segment's bytes from <see cref="Offset"/> on.</param>
    /// <param name="until">The last event that counts.</param>
    public IEnumerable<JournalLine> Read(ReadOnlyMemory<byte> bytes, long until = long.MaxValue)
    {
        while ((!afterHeader || Sequence < until) && bytes.Span.IndexOf((byte)'\n') is >= 0 and var end)
        {
            ReadOnlyMemory<byte> line = bytes[..end];
            bytes = bytes[(end + 1)..];
            Offset += end + 1;
            Line++;
            if (!afterHeader)
                TakeHeader(line);
            else if (TakeEvent(line) is { } taken)
                yield return taken;
        }
        if (afterHeader && Sequence < until && HasOtherEnd(bytes.Span))
            report(new JournalProblem(file, Line + 1, Sequence + 1, "the end of its line is not as it was written: its bits have changed"));
    }

    /// <summary>Checks that what was read ends as the next segment's header says.</summary>
    public void MustEndBefore(SegmentHeader next)
    {
        string nextFile = JournalFormat.SegmentName(runId, next.Token);
        if (Sequence < next.PreviousSequence)
            report(new JournalProblem(file, Line + 1, Sequence + 1, $"{Events(Sequence + 1, next.PreviousSequence)} missing, on which {nextFile} builds"));
        else if (Sequence > next.PreviousSequence)
            report(new JournalProblem(nextFile, 1, null, $"it goes on after event {next.PreviousSequence}, although {file} had more events that counted"));
        else if (Hash != next.Prev && Hash.Length > 0)
            report(new JournalProblem(file, Line, Sequence, $"it is not the line on which {nextFile} builds: one of them was changed after it was written"));
    }

    private void TakeHeader(ReadOnlyMemory<byte> line)
    {
        afterHeader = true;
        Header = SegmentHeader.Parse(line, file);
        Hash = JournalFormat.Hash(line.Span);
        if (Header is null)
        {
            Hash = "";
            Report("it is not the header of a segment: its bits have changed", null);
        }
        else if (Header.RunId != runId || Header.Token != token)
            Report($"it belongs to run {Header.RunId}, holder {Header.Token}", null);
        Sequence = Header?.PreviousSequence ?? 0;
    }

    private JournalLine? TakeEvent(ReadOnlyMemory<byte> line)
    {
        long expected = Sequence + 1;
        JournalLine? parsed = JournalLine.Parse(line);
        if (parsed is not { } found)
        {
            Report(IsHeader(line) ? "a second header stands here" : "it is not as it was written: its bits have changed", expected);
            Sequence = expected;
            Hash = "";
            return null;
        }
        if (found.Sequence > expected)
            Report($"{Events(expected, found.Sequence - 1)} missing before it", found.Sequence);
        else if (found.Sequence < expected)
            Report($"event {expected} should stand here", found.Sequence);
        else if (found.Previous != Hash && Hash.Length > 0)
            report(new JournalProblem(file, Line - 1, Line == 2 ? null : Sequence, "it was changed after the next line was written"));
        Sequence = found.Sequence;
        Hash = found.Hash;
        return found;
    }

    /// <summary>A line's event; a type that this version does not know is reported.</summary>
    public JournalEntry? ReadEntry(JournalLine line)
    {
        try
        {
            return line.Read();
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            report(new JournalProblem(file, Line, line.Sequence, $"this version of BatchWorkflow does not understand it ({e.Message.TrimEnd('.')})"));
            return null;
        }
    }

    private void Report(string message, long? sequence) => report(new JournalProblem(file, Line, sequence, message));

    private static string Events(long first, long last) => first == last ? $"event {first} is" : $"events {first} to {last} are";

    /// <summary>True for a line that is whole but for its end, where something else stands: what is torn is shorter, or goes on with the zeros of a lost block.</summary>
    private static bool HasOtherEnd(ReadOnlySpan<byte> tail) => tail.Length > 1 && tail[^1] != 0 && JournalFormat.HasItsSum(tail[..^1]);

    private static bool IsHeader(ReadOnlyMemory<byte> line) => line.Span.StartsWith("{\"format\":"u8);
}
