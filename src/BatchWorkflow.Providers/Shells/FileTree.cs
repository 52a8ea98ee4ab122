using System.Security.Cryptography;
using System.Text;

namespace BatchWorkflow.Providers.Shells;

/// <summary>Files that belong together, such as a taskserv's, named on servers by their content: they are brought there once.</summary>
/// <param name="Name">The name of their folder on servers.</param>
/// <param name="Files">The files.</param>
internal sealed record FileTree(string Name, IReadOnlyList<FileTree.Entry> Files)
{
    /// <summary>One of them.</summary>
    /// <param name="Path">Its path in the folder, with slashes.</param>
    /// <param name="File">Where it is on this machine.</param>
    /// <param name="Runs">Whether it has the executable bit.</param>
    /// <param name="Length">Its length in bytes.</param>
    internal sealed record Entry(string Path, string File, bool Runs, long Length);

    /// <summary>All files of a folder.</summary>
    public static FileTree OfFolder(string folder) => Of(new DirectoryInfo(folder)
        .EnumerateFiles("*", SearchOption.AllDirectories)
        .Select(file => EntryOf(Path.GetRelativePath(folder, file.FullName).Replace('\\', '/'), file)));

    /// <summary>A single file.</summary>
    public static FileTree OfFile(string file) => Of([EntryOf(Path.GetFileName(file), new FileInfo(file))]);

    private static Entry EntryOf(string path, FileInfo file)
    {
        bool runs = !OperatingSystem.IsWindows() && file.UnixFileMode.HasFlag(UnixFileMode.UserExecute);
        return new Entry(path, file.FullName, runs, file.Length);
    }

    private static FileTree Of(IEnumerable<Entry> entries)
    {
        List<Entry> files = [.. entries.OrderBy(entry => entry.Path, StringComparer.Ordinal)];
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Entry entry in files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{entry.Path}\0{(entry.Runs ? 'x' : '-')}\0"));
            using FileStream stream = File.OpenRead(entry.File);
            hash.AppendData(SHA256.HashData(stream));
        }
        return new FileTree(Convert.ToHexStringLower(hash.GetHashAndReset())[..32], files);
    }
}
