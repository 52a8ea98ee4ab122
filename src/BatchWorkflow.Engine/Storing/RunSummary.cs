using System.Text.Json;
using BatchWorkflow.Engine.Journal;

namespace BatchWorkflow.Engine.Storing;

/// <summary>What a list of runs needs, in at most 2 KB.</summary>
internal sealed record RunSummary
{
    private const int Most = 2048;
    private static readonly JsonSerializerOptions Options = new(EngineJson.Line) { IgnoreReadOnlyProperties = true };

    /// <summary>The run without operations, steps, checkpoints and warnings.</summary>
    public required BatchRun Run { get; init; }

    /// <summary>The last event that is in it.</summary>
    public required long Sequence { get; init; }

    /// <summary>The token of the holder that wrote it.</summary>
    public required long Token { get; init; }

    /// <summary>The versions of the journal's segments once the run is at rest; null before that, and in summaries of older versions.</summary>
    public string? Journal { get; init; }

    /// <summary>The summary as a line of JSON with its sum; words give way where they would make it longer than it may be.</summary>
    public byte[] Write()
    {
        BatchRun run = Run with { Operations = [], StepList = [], Gates = [], Checkpoints = [], NotUndone = [], Warnings = [] };
        byte[] bytes = Write(run);
        if (bytes.Length > Most && run.Reason is { } reason)
        {
            run = run with { Reason = Shorten(reason, bytes.Length - Most) };
            bytes = Write(run);
        }
        if (bytes.Length > Most)
            bytes = Write(run with { Reason = null, Path = null, Holder = null, Origin = run.Origin with { Session = "" } });
        return bytes;
    }

    /// <summary>Reads a summary; <see cref="JsonException"/> when it is not as it was written.</summary>
    public static RunSummary Read(ReadOnlySpan<byte> line) => line.EndsWith((byte)'\n') && JournalFormat.HasItsSum(line[..^1])
        ? JsonSerializer.Deserialize<RunSummary>(line, Options)!
        : throw new JsonException("It does not carry its sum.");

    private static string Shorten(string text, int bytes)
    {
        int kept = Math.Max(0, text.Length - bytes - 3);
        return string.Concat(text.AsSpan(0, kept > 0 && char.IsHighSurrogate(text[kept - 1]) ? kept - 1 : kept), "…");
    }

    private byte[] Write(BatchRun run) => JournalFormat.Seal(JsonSerializer.SerializeToUtf8Bytes(this with { Run = run }, Options));
}
