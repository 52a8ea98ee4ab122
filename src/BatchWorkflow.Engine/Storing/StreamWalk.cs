namespace BatchWorkflow.Engine.Storing;

/// <summary>Goes through the names below a folder in descending ordinal order, and reads each folder only when its turn comes.</summary>
internal sealed class StreamWalk(string folder, string prefix, CancellationToken cancellationToken)
{
    /// <summary>The names that begin with the prefix.</summary>
    public IEnumerable<string> Names()
    {
        if (File.Exists(folder))
            throw StateErrors.Unreadable(Path.Combine(folder, StateLayout.Runs), new IOException("The state is a file."));
        int slash = prefix.LastIndexOf('/') + 1;
        return Below(prefix[..slash], prefix[slash..]);
    }

    private IEnumerable<string> Below(string parent, string begin)
    {
        foreach (string entry in Entries(parent, begin))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (entry[^1] != '/')
            {
                yield return parent + entry;
                continue;
            }
            foreach (string name in Below(parent + entry, ""))
                yield return name;
        }
    }

    /// <summary>A folder's entries, its folders with a slash, which is also how they sort among the files.</summary>
    private List<string> Entries(string parent, string begin)
    {
        string path = Path.Combine(folder, parent);
        List<string> found = [];
        try
        {
            foreach (FileSystemInfo entry in new DirectoryInfo(path).EnumerateFileSystemInfos())
            {
                string name = entry.Name;
                bool isFolder = entry.Attributes.HasFlag(FileAttributes.Directory);
                if (!StoreNames.IsPart(name) || !name.StartsWith(begin, StringComparison.Ordinal))
                    continue;
                if (!isFolder)
                    found.Add(name);
                else if (!StateLayout.IsForeign(parent + name + "/"))
                    found.Add(name + "/");
            }
        }
        catch (DirectoryNotFoundException)
        {
            // Nothing was written there yet, or somebody removes it just now.
            return [];
        }
        catch (Exception e) when (StateErrors.Covers(e))
        {
            throw StateErrors.Unreadable(path, e);
        }
        found.Sort(static (a, b) => string.CompareOrdinal(b, a));
        return found;
    }
}
