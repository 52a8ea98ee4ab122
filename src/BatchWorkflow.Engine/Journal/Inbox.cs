using System.Text.Json;
using BatchWorkflow.Engine.Storing;

namespace BatchWorkflow.Engine.Journal;

/// <summary>What people ask of a run: anybody appends, the run's holder reads. A line that a killed asker left torn is passed over.</summary>
internal sealed class Inbox(Store store, string runId)
{
    private readonly string name = StateLayout.Run(runId, "inbox.jsonl");

    /// <summary>Puts a request in.</summary>
    /// <returns>Its id, by which its acknowledgement in the journal is found.</returns>
    public async Task<string> PostAsync(ControlRequest request, CancellationToken cancellationToken)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(request, EngineJson.Line), (byte)'\n'];
        while (true)
        {
            StoreContent? found = await store.ReadAsync(name, 0, cancellationToken);
            bool torn = found is { Bytes.Length: > 0 } && found.Bytes.Span[^1] != '\n';
            try
            {
                byte[] bytes = torn ? [(byte)'\n', .. line] : line;
                await store.AppendAsync(name, bytes, found?.Version ?? StoreVersion.Absent, Durability.Flushed, cancellationToken);
                return request.RequestId;
            }
            catch (StoreConflictException)
            {
                // Another asker was quicker.
            }
        }
    }

    /// <summary>The requests from a position on, each with its own, and the position after the last whole one.</summary>
    public async Task<(IReadOnlyList<(long Position, ControlRequest Request)> Requests, long Next)> ReadAsync(long from, CancellationToken cancellationToken)
    {
        List<(long, ControlRequest)> requests = [];
        if (await store.ReadAsync(name, from, cancellationToken) is not { } content)
            return (requests, from);
        ReadOnlyMemory<byte> rest = content.Bytes;
        while (rest.Span.IndexOf((byte)'\n') is >= 0 and var end)
        {
            if (Parse(rest.Span[..end]) is { } request)
                requests.Add((from, request));
            rest = rest[(end + 1)..];
            from += end + 1;
        }
        return (requests, from);
    }

    private static ControlRequest? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize<ControlRequest>(line, EngineJson.Line);
        }
        catch (JsonException)
        {
            // The asker died while it wrote, so it was never told that its request was taken.
            return null;
        }
    }
}
