namespace BatchWorkflow.Engine.Templating;

/// <summary>Tells texts that are templates from texts that mean themselves.</summary>
internal static class TemplateMarks
{
    /// <summary>The ending of files that are templates.</summary>
    public const string FileEnding = ".j2";

    /// <summary>True when a text prints or does something; a lone <c>{#</c> is more often a shell's ${#name} than a comment.</summary>
    public static bool AreIn(string text) =>
        text.Contains("{{", StringComparison.Ordinal) || text.Contains("{%", StringComparison.Ordinal);

    /// <summary>True when a value holds something that is yet to be rendered.</summary>
    public static bool AreIn(object? value) => value switch
    {
        TemplateText => true,
        IEnumerable<KeyValuePair<string, object?>> map => map.Any(e => AreIn(e.Value)),
        IEnumerable<object?> list => list.Any(AreIn),
        _ => false,
    };

    /// <summary>True for the name of a file that is rendered before a script sees it.</summary>
    public static bool IsTemplateFile(string name) => name.EndsWith(FileEnding, StringComparison.Ordinal);

    /// <summary>The name of a file once it is rendered.</summary>
    public static string Rendered(string name) => IsTemplateFile(name) ? name[..^FileEnding.Length] : name;
}
