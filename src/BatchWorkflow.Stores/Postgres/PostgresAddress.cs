using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace BatchWorkflow.Stores.Postgres;

/// <summary>A store in a PostgreSQL database.</summary>
/// <param name="place">The database.</param>
/// <param name="home">The folder below which each database has one for what stays local.</param>
internal sealed partial class PostgresAddress(PostgresPlace place, string home) : StoreAddress
{
    /// <inheritdoc />
    public override string Kind => PostgresStoreFactory.StoreName;

    /// <inheritdoc />
    public override string Text => place.Text;

    /// <inheritdoc />
    public override string Folder { get; } = Path.Combine(home, "databases", FolderName(place.Identity));

    /// <inheritdoc />
    public override Store Open(TimeProvider time) => new PostgresStore(place);

    /// <summary>Readable, and different for different databases.</summary>
    private static string FolderName(string identity) =>
        $"{Unsafe().Replace(identity, "_").Trim('_', '.')}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))[..8]}";

    [GeneratedRegex("[^A-Za-z0-9.-]+")]
    private static partial Regex Unsafe();
}
