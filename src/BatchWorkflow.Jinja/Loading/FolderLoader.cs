namespace BatchWorkflow.Jinja;

/// <summary>Templates that are files below some folders; no name leads out of them.</summary>
/// <param name="folders">The folders, looked through in order.</param>
public sealed class FolderLoader(params IReadOnlyList<string> folders) : TemplateLoader
{
    /// <summary>Whether a file may be read: one that is there, unless told otherwise.</summary>
    public Predicate<string> IsThere { get; init; } = File.Exists;

    /// <inheritdoc />
    public override string? Load(string name)
    {
        string[] parts = name.Split('/');
        if (Array.Exists(parts, part => part == ".." || part.Contains('\\', StringComparison.Ordinal) || part.Contains(':', StringComparison.Ordinal)))
            return null;
        string relative = Path.Combine([.. parts.Where(part => part.Length > 0 && part != ".")]);
        return folders.Select(folder => Path.Combine(folder, relative)).Where(path => IsThere(path)).Select(File.ReadAllText).FirstOrDefault();
    }
}
