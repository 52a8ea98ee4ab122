namespace BatchWorkflow.Stores.Sqlite;

/// <summary>A store in one file.</summary>
/// <param name="path">The file.</param>
/// <param name="folder">The folder of what stays local.</param>
internal sealed class RkvsAddress(string path, string folder) : StoreAddress
{
    /// <inheritdoc />
    public override string Kind => RkvsStoreFactory.StoreName;

    /// <inheritdoc />
    public override string Text => path;

    /// <inheritdoc />
    public override string Folder => folder;

    /// <summary>A file without content is made by the first write, and a moment later it has some.</summary>
    public override string? Warning => new FileInfo(path) is { Exists: true, Length: 0 }
        ? $"'{path}' is empty: there is no run in it. If there were runs, bring the file back from a backup."
        : null;

    /// <inheritdoc />
    public override Store Open(TimeProvider time) => new RkvsStore(path);
}
