using BatchWorkflow.Providers.Local.Scripts;

namespace BatchWorkflow.Providers.Shells;

/// <summary>Which program of a server runs a script, and which files it needs there.</summary>
/// <param name="Words">The program and its arguments; files of the tree begin with $BW_FILES/.</param>
/// <param name="Tree">The files, or null.</param>
internal sealed record ServerCommand(IReadOnlyList<string> Words, FileTree? Tree)
{
    /// <summary>The command of a request.</summary>
    public static ServerCommand Of(ScriptRequest request, Func<string, FileTree> treeOf)
    {
        FileTree? tree = request.FilesFolder is { } folder ? treeOf(Path.GetFullPath(folder)) : null;
        if (request.File is not { } given)
            return new ServerCommand(["sh", "-c", request.Command ?? throw Wrong("A script is neither a file nor a command.")], tree);
        string file = Path.GetFullPath(given);
        if (!File.Exists(file))
            throw Wrong($"The script {file} is not there.");
        tree = tree?.Files.Any(entry => entry.File == file) == true ? tree : FileTree.OfFile(file);
        string path = $"$BW_FILES/{tree.Files.First(entry => entry.File == file).Path}";
        return Path.GetExtension(file) == ".ps1"
            ? new ServerCommand(["pwsh", "-NoLogo", "-NoProfile", "-NonInteractive", "-File", path], tree)
            : new ServerCommand([.. ScriptCommand.Interpreter(file), path], tree);
    }

    private static FailureException Wrong(string message) => new(new Failure { Kind = FailureKind.Validation, Message = message });
}
