using BatchWorkflow.Stores.Postgres;
using BatchWorkflow.Stores.Sqlite;

namespace BatchWorkflow.Stores.Tests;

/// <summary>Finds stores as a user's text does.</summary>
internal static class Places
{
    private static readonly StoreFactory[] Factories = [new RkvsStoreFactory(), new PostgresStoreFactory()];

    public static StoreContext Typed { get; } = new() { Folder = Path.GetTempPath(), Home = Path.GetTempPath(), IsTyped = true, Environment = static _ => null };

    /// <summary>The place that one store, and no other, finds in a text; null when none does.</summary>
    public static StoreAddress? Find(string text, StoreContext context) => Factories.Select(f => f.Find(text, context)).SingleOrDefault(a => a is not null);

    public static Store Open(string text) => Find(text, Typed)!.Open(TimeProvider.System);
}
