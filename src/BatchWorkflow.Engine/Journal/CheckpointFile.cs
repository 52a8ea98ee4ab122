using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using BatchWorkflow.Engine.Storing;

namespace BatchWorkflow.Engine.Journal;

/// <summary>The state folded from a run's journal up to an event.</summary>
/// <param name="Sequence">The last event that is in it.</param>
/// <param name="Hash">The hash of that event's line, by which it is known whether the checkpoint is of this history.</param>
/// <param name="State">The state as JSON.</param>
internal sealed record CheckpointContent(long Sequence, string Hash, ReadOnlyMemory<byte> State);

/// <summary>The checkpoint.json of a run: for speed only, so anything wrong with it means that there is none.</summary>
internal static class CheckpointFile
{
    private const int Format = 2;

    /// <summary>Replaces the run's checkpoint.</summary>
    public static async Task WriteAsync(
        Store store, string runId, long sequence, string hash, ReadOnlyMemory<byte> state, CancellationToken cancellationToken)
    {
        Head head = new() { Format = Format, RunId = runId, Sequence = sequence, Hash = hash, StateHash = HashOf(state.Span) };
        byte[] open = JsonSerializer.SerializeToUtf8Bytes(head, EngineJson.Line);
        byte[] bytes = [.. open.AsSpan(0, open.Length - 1), .. ",\"state\":"u8, .. state.Span, .. "}\n"u8];
        await store.ReplaceAsync(Name(runId), bytes, StoreVersion.Any, Durability.Written, cancellationToken);
    }

    /// <summary>The run's checkpoint, or null when there is none that is whole.</summary>
    public static async Task<CheckpointContent?> ReadAsync(Store store, string runId, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(Name(runId), 0, cancellationToken) is not { } content)
            return null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(content.Bytes);
            Head? head = document.Deserialize<Head>(EngineJson.Line);
            if (head is null || head.Format != Format || head.RunId != runId)
                return null;
            byte[] state = JsonMarshal.GetRawUtf8Value(document.RootElement.GetProperty("state")).ToArray();
            return HashOf(state) == head.StateHash ? new CheckpointContent(head.Sequence, head.Hash, state) : null;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // Torn, of an older version or edited by somebody: the journal has it all.
            return null;
        }
    }

    private static string Name(string runId) => StateLayout.Run(runId, "checkpoint.json");

    private static string HashOf(ReadOnlySpan<byte> state) => Convert.ToHexStringLower(SHA256.HashData(state));

    private sealed record Head
    {
        public required int Format { get; init; }
        public required string RunId { get; init; }
        public required long Sequence { get; init; }
        public required string Hash { get; init; }
        public required string StateHash { get; init; }
    }
}
