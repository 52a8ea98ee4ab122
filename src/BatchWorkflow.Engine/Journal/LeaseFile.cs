using System.Text.Json;

namespace BatchWorkflow.Engine.Journal;

/// <summary>Reads and writes the files of leases.</summary>
internal static class LeaseFile
{
    /// <summary>What the file holds and its version; null when there is none.</summary>
    public static async Task<(T Value, StoreVersion Version)?> ReadAsync<T>(Store store, string name, CancellationToken cancellationToken)
        where T : class
    {
        if (await store.ReadAsync(name, 0, cancellationToken) is not { } content)
            return null;
        try
        {
            T? value = JsonSerializer.Deserialize<T>(content.Bytes.Span, EngineJson.Line);
            return (value ?? throw new JsonException("It is empty."), content.Version);
        }
        catch (JsonException e)
        {
            throw new BatchWorkflowException("Lease.Unreadable", $"'{name}' does not say who holds it: {e.Message}", e)
            {
                RecommendedAction = "Delete that file when you are sure that nobody works on it.",
            };
        }
    }

    /// <summary>Writes it over the version that was seen.</summary>
    public static ValueTask<StoreVersion> WriteAsync<T>(
        Store store, string name, T value, StoreVersion seen, Durability durability, CancellationToken cancellationToken) =>
        store.ReplaceAsync(name, JsonSerializer.SerializeToUtf8Bytes(value, EngineJson.File), seen, durability, cancellationToken);
}
