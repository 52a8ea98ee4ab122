using System.Text.Json;

namespace BatchWorkflow.Engine.Journal;

/// <summary>The first line of a segment: whose it is, and which event of the segment before it is the last that counts.</summary>
internal sealed record SegmentHeader
{
    /// <summary>The format of the lines.</summary>
    public required int Format { get; init; }

    /// <summary>The run.</summary>
    public required string RunId { get; init; }

    /// <summary>The token of the lease of the segment's writer.</summary>
    public required long Token { get; init; }

    /// <summary>The token of the segment before, or null in the first.</summary>
    public long? PreviousToken { get; init; }

    /// <summary>The last event before this segment; 0 in the first.</summary>
    public required long PreviousSequence { get; init; }

    /// <summary>The hash of the last line that counts of the segment before.</summary>
    public required string Prev { get; init; }

    /// <summary>The bytes of the header's line, with its end.</summary>
    public byte[] Write() => JournalFormat.Seal(JsonSerializer.SerializeToUtf8Bytes(this, EngineJson.Line));

    /// <summary>Reads a header, given without its line's end; null when it is none. A newer format is refused in words.</summary>
    public static SegmentHeader? Parse(ReadOnlyMemory<byte> line, string file)
    {
        try
        {
            using (JsonDocument document = JsonDocument.Parse(line))
            {
                if (document.RootElement.ValueKind != JsonValueKind.Object
                    || !document.RootElement.TryGetProperty("format", out JsonElement format)
                    || !format.TryGetInt32(out int number))
                    return null;
                if (number > JournalFormat.Version)
                    throw Newer(file, number);
            }
            return JournalFormat.HasItsSum(line.Span) ? JsonSerializer.Deserialize<SegmentHeader>(line.Span, EngineJson.Line) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static BatchWorkflowException Newer(string file, int format) =>
        new("Journal.NewerFormat", $"'{file}' was written by a newer BatchWorkflow (journal format {format}; this one reads up to {JournalFormat.Version}).")
        {
            RecommendedAction = "Update BatchWorkflow on this machine.",
        };
}
