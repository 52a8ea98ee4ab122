namespace BatchWorkflow.Engine.Storing;

/// <summary>Decides where the state is: what was asked for, else what the environment names, else the platform's folder.</summary>
/// <param name="stores">The stores beside the files of a folder.</param>
/// <param name="fullPath">Makes a path whole.</param>
/// <param name="environment">Reads an environment variable.</param>
internal sealed class StatePlaces(IReadOnlyDictionary<string, StoreFactory> stores, Func<string, string> fullPath, Func<string, string?> environment)
{
    private const string Reference = "env:";
    private const string Files = "file:";

    private string? Home => StatePaths.Platform(environment);

    /// <summary>The place of the state.</summary>
    /// <param name="asked">A folder, a file, an address, or env:NAME for a variable that holds one; null when nothing was asked for.</param>
    /// <param name="wanted">The store that a workflow names; it decides for a folder in which nothing is kept yet.</param>
    /// <exception cref="BatchWorkflowException">State.OtherStore when the folder's runs are kept by another store than the one that is wanted.</exception>
    public StoreAddress Resolve(string? asked, string wanted = FileAddress.StoreName)
    {
        (string? text, StoreContext context) = Read(asked);
        return text is null ? InFolder(context, wanted) : text.StartsWith(Files, StringComparison.Ordinal) ? new FileAddress(context.Folder) : Find(text, context) ?? InFolder(context, wanted);
    }

    /// <summary>As <see cref="Resolve"/>, for a state to which another one moves: a database in the old one's folder keeps what is local there.</summary>
    public StoreAddress ResolveBeside(string asked, string folder)
    {
        StoreAddress found = Resolve(asked);
        return found is not FileAddress && Path.GetDirectoryName(found.Text) == folder && InFolderByDefault(found, folder) is { } own ? own : found;
    }

    /// <summary>Notes in the folder that was asked for which store keeps its runs, so that the next command finds them there.</summary>
    public void Note(string? asked, StoreAddress address)
    {
        if (FolderOf(asked) is not { } folder || (address is FileAddress && address.Folder == folder && !File.Exists(Path.Combine(folder, StateFolder.FileName))))
            return;
        if (address is FileAddress && address.Folder == folder)
            File.Delete(Path.Combine(folder, StateFolder.FileName));
        else
            new StateFolder { Store = address.Kind, Location = InFolderByDefault(address, folder) is null ? address.Text : null }.Write(folder);
    }

    /// <summary>The folder that was asked for; null when it was a database or the files of a folder, by their own address.</summary>
    private string? FolderOf(string? asked)
    {
        (string? text, StoreContext context) = Read(asked);
        return text is null || (!text.StartsWith(Files, StringComparison.Ordinal) && Find(text, context) is null) ? context.Folder : null;
    }

    private (string? Text, StoreContext Context) Read(string? asked)
    {
        bool isTyped = !string.IsNullOrEmpty(asked);
        string? text = isTyped ? asked : environment(StatePaths.Variable);
        if (text?.StartsWith(Reference, StringComparison.Ordinal) ?? false)
        {
            string name = text[Reference.Length..];
            isTyped = false;
            text = environment(name) is { Length: > 0 } value
                ? value
                : throw new BatchWorkflowException("State.Missing", $"The place of the state is in the environment variable {name}, and that is not set.");
        }
        if (text?.Contains('\0', StringComparison.Ordinal) ?? false)
            throw new BatchWorkflowException("State.Invalid", $"The place of the state, '{text.Replace("\0", "\\0", StringComparison.Ordinal)}', holds a NUL character.") { RecommendedAction = "Give a -StatePath without it." };
        StoreContext context = new() { Folder = Home ?? "", Home = Home, FullPath = fullPath, Environment = environment, IsTyped = isTyped };
        if (string.IsNullOrEmpty(text))
            return Home is null ? throw StatePaths.NoHome() : (null, context);
        bool isPath = text.StartsWith(Files, StringComparison.Ordinal) || Find(text, context) is null;
        return (text, isPath ? context with { Folder = fullPath(text.StartsWith(Files, StringComparison.Ordinal) ? text[Files.Length..] : text) } : context);
    }

    private StoreAddress? Find(string text, StoreContext context) => stores.Values.Select(s => s.Find(text, context)).FirstOrDefault(a => a is not null);

    private StoreAddress? InFolderByDefault(StoreAddress address, string folder)
    {
        if (address is FileAddress || Path.GetDirectoryName(address.Text) != folder)
            return null;
        StoreAddress own = stores[address.Kind].Default(new StoreContext { Folder = folder, Home = Home, Environment = environment });
        return own.Text == address.Text ? own : null;
    }

    private StoreAddress InFolder(StoreContext context, string wanted)
    {
        if (StateFolder.Read(context.Folder) is { } noted)
        {
            if (wanted != FileAddress.StoreName && wanted != noted.Store)
                throw Other(context.Folder, noted.Store, wanted);
            return Noted(noted, context);
        }
        if (wanted == FileAddress.StoreName)
            return new FileAddress(context.Folder);
        string runs = Path.Combine(context.Folder, StateLayout.Runs);
        if (Directory.Exists(runs) && Directory.EnumerateDirectories(runs).Any())
            throw Other(context.Folder, FileAddress.StoreName, wanted);
        return Factory(wanted).Default(context);
    }

    private StoreAddress Noted(StateFolder noted, StoreContext context)
    {
        if (noted.Store == FileAddress.StoreName)
            return new FileAddress(noted.Location ?? context.Folder);
        StoreFactory store = Factory(noted.Store);
        if (noted.Location is not { } location)
            return store.Default(context);
        return store.Find(location, context)
            ?? throw new BatchWorkflowException("State.Invalid", $"The {StateFolder.FileName} of '{context.Folder}' names a place that the {noted.Store} store cannot find.");
    }

    private StoreFactory Factory(string name) => stores.GetValueOrDefault(name)
        ?? throw new BatchWorkflowException("State.StoreMissing", $"There is no store {name} here; there are {string.Join(", ", stores.Keys.Prepend(FileAddress.StoreName).Order(StringComparer.Ordinal))}.");

    private static BatchWorkflowException Other(string folder, string found, string wanted) =>
        new("State.OtherStore", $"The workflow wants its state in the {wanted} store, but the runs in '{folder}' are kept by the {found} store.")
        {
            RecommendedAction = "Move-BatchState moves them to another store; another -StatePath keeps this workflow's runs apart.",
        };
}
