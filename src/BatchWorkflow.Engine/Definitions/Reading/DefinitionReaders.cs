namespace BatchWorkflow.Engine.Definitions.Reading;

/// <summary>The readers of all formats, by file name ending.</summary>
internal sealed class DefinitionReaders(IReadOnlyList<DefinitionReader> extra)
{
    private readonly IReadOnlyList<DefinitionReader> readers = [new YamlDefinitionReader(), new JsonDefinitionReader(), .. extra];

    /// <summary>The endings that are read, in the order in which files are looked for.</summary>
    public IEnumerable<string> Extensions => readers.SelectMany(r => r.Extensions);

    /// <summary>A definition without those keys at its top that begin with x-: they are the author's own, such as a place for anchors.</summary>
    public static DefinitionNode? WithoutNotes(DefinitionNode? root) => root is MapNode map && map.Entries.Any(IsNote)
        ? map with { Entries = [.. map.Entries.Where(e => !IsNote(e))] }
        : root;

    private static bool IsNote(MapEntry entry) => entry.Key.StartsWith("x-", StringComparison.Ordinal);

    /// <summary>The tree of a file, or null when a problem says why not.</summary>
    /// <param name="file">The file as the user named it, for places.</param>
    /// <param name="path">Its whole path.</param>
    /// <param name="problems">Where problems go.</param>
    /// <param name="named">Where another file names it; null when none does.</param>
    public DefinitionNode? Read(string file, string path, ProblemList problems, SourceLocation? named = null)
    {
        problems.Begin(file);
        string extension = Path.GetExtension(path);
        DefinitionReader? reader = readers.FirstOrDefault(r => r.Extensions.Contains(extension, StringComparer.OrdinalIgnoreCase));
        if (reader is null && File.Exists(path))
        {
            problems.Add("Definition.Extension", named ?? new SourceLocation(file, 0, 0),
                extension.Length == 0 ? $"The file name {file} has no ending that says its format." : $"Files that end in {extension} are not read here.",
                $"Use one of {string.Join(", ", Extensions)}.");
            return null;
        }
        string? text = DefinitionText.Read(file, path, problems, named);
        return text is null ? null : WithoutNotes(reader!.Read(file, text, problems));
    }
}
