using BatchWorkflow;
using BatchWorkflow.Engine.Storing;
using BatchWorkflow.Stores.Sqlite;

[assembly: Plugin(typeof(RkvsStoreFactory))]

namespace BatchWorkflow.Stores.Sqlite;

/// <summary>Finds stores in one file: a path that ends in .db, .sqlite, .sqlite3 or .rkvs, a SQLite file of any name, or rkvs:path.</summary>
public sealed class RkvsStoreFactory : StoreFactory
{
    /// <summary>The file in a state folder that is kept by this store.</summary>
    public const string FileName = "state.db";

    internal const string StoreName = "rkvs";
    private static readonly string[] Endings = [".db", ".sqlite", ".sqlite3", ".rkvs"];

    /// <inheritdoc />
    public override string Name => StoreName;

    /// <inheritdoc />
    public override string Description => "An embedded key-value database in one file.";

    /// <inheritdoc />
    public override StoreAddress? Find(string location, StoreContext context)
    {
        const string Scheme = StoreName + ":";
        if (location.Contains("://", StringComparison.Ordinal) || location.Contains(';', StringComparison.Ordinal))
            return null;
        bool named = location.StartsWith(Scheme, StringComparison.Ordinal);
        string path = context.FullPath(named ? location[Scheme.Length..] : location);
        return named || IsOurs(path) ? At(path) : null;
    }

    /// <inheritdoc />
    public override StoreAddress Default(StoreContext context) => new RkvsAddress(Path.Combine(context.Folder, FileName), context.Folder);

    /// <summary>The database of a state folder keeps what is local in that folder; any other file has a folder of its own beside it.</summary>
    private static RkvsAddress At(string path)
    {
        string parent = Path.GetDirectoryName(path)!;
        bool isOfFolder = Path.GetFileName(path) == FileName && File.Exists(Path.Combine(parent, StateFolder.FileName));
        return new RkvsAddress(path, isOfFolder ? parent : path + ".d");
    }

    private static bool IsOurs(string path)
    {
        if (Directory.Exists(path))
            return false;
        return Endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase) || IsSqlite(path);
    }

    private static bool IsSqlite(string path)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            Span<byte> begin = stackalloc byte[16];
            return file.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false) == begin.Length && begin.SequenceEqual("SQLite format 3\0"u8);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What it is shows when it is opened.
            return false;
        }
    }
}
