using System.Security.Cryptography;
using BatchWorkflow.Engine.Definitions;
using BatchWorkflow.Engine.Storing;

namespace BatchWorkflow.Engine.Taskservs;

/// <summary>The files of a taskserv's folder.</summary>
/// <param name="Files">Every file by its relative path, with the SHA-256 of its content in hex.</param>
/// <param name="Scripts">The file names of its scripts by action.</param>
internal sealed record TaskservContent(IReadOnlyDictionary<string, string> Files, IReadOnlyDictionary<string, string> Scripts)
{
    /// <summary>How many files a folder may have.</summary>
    internal const int MostFiles = 10_000;

    /// <summary>How many bytes the files of a folder may have: a run keeps a copy of them.</summary>
    internal const long MostBytes = 1L << 30;

    private static readonly string[] Actions = ["create", "update", "delete", "check"];

    // The first that is there is taken: what this machine's own servers can run, and a script before a template of one.
    private static readonly string[] Endings = OperatingSystem.IsWindows()
        ? [".ps1", ".sh", ".ps1.j2", ".sh.j2"]
        : [".sh", ".ps1", ".sh.j2", ".ps1.j2"];

    /// <summary>Reads a folder.</summary>
    public static TaskservContent Read(TaskservFolder folder, ProblemList problems)
    {
        SortedDictionary<string, string> files = new(StringComparer.Ordinal);
        try
        {
            Hash(folder, new DirectoryInfo(folder.Folder), files, problems);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add("Definition.Unreadable", new SourceLocation(folder.Folder, 0, 0), $"A file of taskserv {folder.Name} cannot be read: {e.Message}");
        }
        Dictionary<string, string> scripts = [];
        foreach ((string action, string file) in FindScripts(folder.Folder))
        {
            if (!scripts.TryAdd(action, file) && Path.GetFileNameWithoutExtension(file) == scripts[action])
                problems.Add("Definition.Ambiguous", new SourceLocation(folder.Folder, 0, 0),
                    $"Taskserv {folder.Name} has both {scripts[action]} and {file}.", "Keep one.");
        }
        return new TaskservContent(files, scripts);
    }

    /// <summary>The scripts of a folder, by action and in the order of preference.</summary>
    public static IEnumerable<(string Action, string File)> FindScripts(string folder) =>
        from action in Actions
        from ending in Endings
        where File.Exists(Path.Combine(folder, action + ending))
        select (action, action + ending);

    private static void Hash(TaskservFolder root, DirectoryInfo folder, SortedDictionary<string, string> files, ProblemList problems)
    {
        Stack<DirectoryInfo> open = new([folder]);
        long bytes = 0;
        while (open.TryPop(out DirectoryInfo? next))
        {
            foreach (FileSystemInfo entry in next.EnumerateFileSystemInfos())
            {
                if (entry is FileInfo && EditorFiles.IsOne(entry.Name))
                    continue;
                string relative = Path.GetRelativePath(folder.FullName, entry.FullName).Replace('\\', '/');
                if (entry is DirectoryInfo { LinkTarget: not null })
                    problems.Add("Definition.Link", new SourceLocation(Path.Combine(root.Folder, relative), 0, 0),
                        "A link to a folder cannot be part of a taskserv.", "Copy the files into the taskserv's folder.");
                else if (BrokenLink(entry) is { } broken)
                    problems.Add("Definition.Link", new SourceLocation(Path.Combine(root.Folder, relative), 0, 0), broken, "Remove the link, or put the file there.");
                else if (RegularFile.OtherKind(entry.FullName) is { } kind)
                    Refuse(entry, kind, Path.Combine(root.Folder, relative), problems);
                else if (entry is DirectoryInfo inner)
                    open.Push(inner);
                else if (files.Count == MostFiles || (bytes += Length(entry)) > MostBytes)
                {
                    problems.Add("Definition.TooLarge", new SourceLocation(root.Folder, 0, 0),
                        $"The folder of taskserv {root.Name} has more than {MostFiles} files or {MostBytes >> 30} GiB.");
                    return;
                }
                else
                {
                    files[relative] = Hash(entry);
                    if (Length(entry) > 0)
                        ShellScriptText.Check(Path.Combine(root.Folder, relative), problems);
                }
            }
        }
    }

    /// <summary>A pipe, a socket or a device cannot be copied for a run.</summary>
    private static void Refuse(FileSystemInfo entry, string kind, string path, ProblemList problems)
    {
        // The reader of taskserv.yaml has told the same of that.
        if (!problems.Any(p => p.Code == RegularFile.Code && p.Location.File == path))
            problems.Add(RegularFile.Code, new SourceLocation(path, 0, 0),
                entry.LinkTarget is { } target ? $"It is a link to '{target}', which is {kind}, not a file." : $"This is {kind}, not a file.", RegularFile.Hint);
    }

    /// <summary>What is wrong with a link that leads to nothing; null for one that leads somewhere, and for what is no link.</summary>
    private static string? BrokenLink(FileSystemInfo entry)
    {
        if (entry.LinkTarget is not { } target)
            return null;
        try
        {
            return entry.ResolveLinkTarget(returnFinalTarget: true) is { Exists: false } ? $"It is a link to '{target}', and that is not there." : null;
        }
        catch (IOException)
        {
            return $"It is a link to '{target}', and the links from there on go round in a loop.";
        }
    }

    private static long Length(FileSystemInfo entry) =>
        ((entry.ResolveLinkTarget(returnFinalTarget: true) ?? entry) as FileInfo)?.Length ?? 0;

    private static string Hash(FileSystemInfo entry)
    {
        // A file of the kernel has no length and may never end.
        if (Length(entry) == 0)
            return Convert.ToHexStringLower(SHA256.HashData([]));
        using FileStream content = new(entry.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return Convert.ToHexStringLower(SHA256.HashData(content));
    }
}
