namespace BatchWorkflow.Engine.Storing.Moving;

/// <summary>Copies what states keep in folders of this machine: the logs and attempts of runs, and the key of sealed values.</summary>
/// <param name="from">The folder of the old state.</param>
/// <param name="to">The folder of the new one.</param>
internal sealed class LocalCopy(string from, string to)
{
    private const string KeyName = "key";

    /// <summary>True when both states keep what is local in one folder, so that it stays.</summary>
    public bool IsSameFolder => from == to;

    /// <summary>The local servers of the old state: their processes and paths are tied to its folder.</summary>
    public IReadOnlyList<string> Servers() =>
        IsSameFolder || !Directory.Exists(Path.Combine(from, "servers")) ? [] : [.. Directory.GetDirectories(Path.Combine(from, "servers"), "*", SearchOption.AllDirectories)
            .Where(folder => File.Exists(Path.Combine(folder, "server.json"))).Order(StringComparer.Ordinal)];

    /// <summary>Copies the key; sealed values that move need it.</summary>
    /// <exception cref="BatchWorkflowException">State.OtherKey when the new state has a key of its own.</exception>
    public void CopyKey()
    {
        string mine = Path.Combine(from, KeyName);
        string theirs = Path.Combine(to, KeyName);
        if (IsSameFolder || !File.Exists(mine))
            return;
        if (!File.Exists(theirs))
            CopyFile(mine, theirs);
        else if (!File.ReadAllBytes(mine).AsSpan().SequenceEqual(File.ReadAllBytes(theirs)))
            throw new BatchWorkflowException("State.OtherKey", $"The runs have secrets that are sealed with '{mine}', and '{theirs}' is another key.")
            {
                RecommendedAction = "Move to a state without a key of its own, or remove the runs that have secret outputs.",
            };
    }

    /// <summary>Copies the logs and attempts of a run.</summary>
    public void CopyRun(string id)
    {
        string source = Path.Combine(from, "runs", id);
        if (IsSameFolder || !Directory.Exists(source))
            return;
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            string relative = Path.GetRelativePath(from, file).Replace('\\', '/');
            if (StateLayout.IsLocal(relative))
                CopyFile(file, Path.Combine(to, relative));
        }
    }

    /// <summary>Removes a run's folder from the old state.</summary>
    public void RemoveRun(string id)
    {
        string source = Path.Combine(from, "runs", id);
        if (!IsSameFolder && Directory.Exists(source))
            Directory.Delete(source, recursive: true);
    }

    private static void CopyFile(string source, string target)
    {
        Disk.Real.CreateFolder(Path.GetDirectoryName(target)!);
        string aside = $"{target}~{Guid.NewGuid():n}";
        File.Copy(source, aside, overwrite: true);
        File.Move(aside, target, overwrite: true);
    }
}
