using System.Collections.Concurrent;

namespace BatchWorkflow.Engine.Storing;

/// <summary>Brings the names of files and folders to the disk, each once: a flushed file whose name is lost is lost.</summary>
internal sealed class FlushedEntries(string root, Disk disk)
{
    private const int Most = 4096;
    private readonly ConcurrentDictionary<string, bool> known = new(StringComparer.Ordinal);

    /// <summary>Flushes the folder of a file, and those above it up to the state's, as far as that was not done before.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isNew">True when the name was given just now.</param>
    public void Flush(string path, bool isNew)
    {
        if (known.Count > Most)
            known.Clear();
        FlushEntry(path, isNew);
        for (string parent = Path.GetDirectoryName(path)!; parent.Length > root.Length; parent = Path.GetDirectoryName(parent)!)
            FlushEntry(parent, isNew: false);
    }

    private void FlushEntry(string path, bool isNew)
    {
        if (!isNew && known.ContainsKey(path))
            return;
        disk.FlushFolder(Path.GetDirectoryName(path)!);
        known[path] = true;
    }
}
