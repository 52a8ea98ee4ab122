namespace BatchWorkflow.Jinja;

/// <summary>Templates that are files below some folders; no name leads out of them.</summary>
/// <param name="folders">The folders, looked through in order.</param>
public sealed class FolderLoader(params IReadOnlyList<string> folders) : TemplateLoader
{
    /// <inheritdoc />
    public override string? Load(string name)
    {
        string[] parts = name.Split('/');
        if (Array.Exists(parts, part => part == ".." || part.Contains('\\', StringComparison.Ordinal) || part.Contains(':', StringComparison.Ordinal)))
            return null;
        string relative = Path.Combine([.. parts.Where(part => part.Length > 0 && part != ".")]);
        return folders.Select(folder => Path.Combine(folder, relative)).Where(File.Exists).Select(File.ReadAllText).FirstOrDefault();
    }
}
