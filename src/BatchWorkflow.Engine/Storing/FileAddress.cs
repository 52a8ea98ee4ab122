namespace BatchWorkflow.Engine.Storing;

/// <summary>A state in the files of one folder.</summary>
/// <param name="folder">The folder.</param>
internal sealed class FileAddress(string folder) : StoreAddress
{
    /// <summary>The name that monitoring.state_store uses.</summary>
    public const string StoreName = "file";

    /// <inheritdoc />
    public override string Kind => StoreName;

    /// <inheritdoc />
    public override string Text => folder;

    /// <inheritdoc />
    public override string Folder => folder;

    /// <inheritdoc />
    public override Store Open(TimeProvider time) => new FileStore(folder, time);
}
