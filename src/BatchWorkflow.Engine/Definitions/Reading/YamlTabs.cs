namespace BatchWorkflow.Engine.Definitions.Reading;

/// <summary>Finds tabs that indent: YAML forbids them, and parsers that let some pass give them a meaning that nobody sees.</summary>
internal static class YamlTabs
{
    /// <summary>The offset of a tab between the start of the line and what stands at an offset, or -1.</summary>
    public static int Before(string text, int offset)
    {
        int tab = -1;
        for (int at = Math.Min(offset, text.Length) - 1; at >= 0; at--)
        {
            char c = text[at];
            if (c == '\t')
                tab = at;
            else if (c is '\n' or '\r')
                break;
            else if (c is not (' ' or '-' or '?'))
                return -1;
        }
        return tab;
    }

    /// <summary>The first line from a given one on whose indentation has a tab.</summary>
    public static (int Line, int Column)? FirstIndent(string text, int fromLine)
    {
        int line = 1;
        foreach (ReadOnlySpan<char> content in text.AsSpan().EnumerateLines())
        {
            int indent = line < fromLine ? -1 : content.IndexOfAnyExcept(' ');
            if (indent >= 0 && content[indent] == '\t')
                return (line, indent + 1);
            line++;
        }
        return null;
    }

    /// <summary>The problem of a tab.</summary>
    public static Problem Problem(SourceLocation at) => new()
    {
        Code = "Definition.Tab",
        Location = at,
        Message = "A tab indents this line; YAML allows spaces only.",
        Hint = "Replace the tab by spaces.",
    };
}
