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

    /// <inheritdoc />
    public override Store Open(TimeProvider time) => new RkvsStore(path);
}
