using System.Text.Json;
using BatchWorkflow.Engine.Storing;

namespace BatchWorkflow.Engine.Journal;

/// <summary>Reads and writes the files of leases.</summary>
internal static class LeaseFile
{
    /// <summary>The id of what is told of a damaged file.</summary>
    public const string Unreadable = "Lease.Unreadable";

    /// <summary>What the file holds and its version; null when there is none.</summary>
    public static async Task<(T Value, StoreVersion Version)?> ReadAsync<T>(Store store, string name, CancellationToken cancellationToken)
        where T : class
    {
        if (await store.ReadAsync(name, 0, cancellationToken) is not { } content)
            return null;
        try
        {
            return (StoredJson.Read<T>(content.Bytes.Span), content.Version);
        }
        catch (JsonException e)
        {
            throw new BatchWorkflowException(Unreadable, $"'{name}' in the state does not tell who works on it: {e.Message}.", e)
            {
                RecommendedAction = "Move the file away once you are sure that no process works on it.",
            };
        }
    }

    /// <summary>Writes it over the version that was seen.</summary>
    public static ValueTask<StoreVersion> WriteAsync<T>(
        Store store, string name, T value, StoreVersion seen, Durability durability, CancellationToken cancellationToken)
        where T : class =>
        store.ReplaceAsync(name, StoredJson.Write(value), seen, durability, cancellationToken);
}
