namespace BatchWorkflow;

/// <summary>Where each field of a definition stands, by its path: operations[0].items[2].</summary>
/// <param name="file">The file that the definition came from.</param>
/// <param name="place">Says where a path stands, or null when nothing stands there; the root's path is empty.</param>
public sealed class SourceMap(string file, Func<string, SourceLocation?> place)
{
    /// <summary>A map of known places.</summary>
    /// <param name="file">The file that the definition came from.</param>
    /// <param name="locations">The places by path.</param>
    public SourceMap(string file, IReadOnlyDictionary<string, SourceLocation> locations)
        : this(file, path => locations.TryGetValue(path, out SourceLocation found) ? found : null)
    {
    }

    /// <summary>The map of a definition that came from no file.</summary>
    public static SourceMap Empty { get; } = new("", static _ => null);

    /// <summary>The file that the definition came from.</summary>
    public string File { get; } = file;

    /// <summary>The place of a path, or of its nearest parent that has one.</summary>
    public SourceLocation Find(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        for (string at = path; ; at = at[..Math.Max(0, at.LastIndexOfAny(['.', '[']))])
        {
            if (place(at) is { } found)
                return found;
            if (at.Length == 0)
                return new SourceLocation(File, 0, 0);
        }
    }
}
