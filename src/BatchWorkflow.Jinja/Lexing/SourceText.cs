namespace BatchWorkflow.Jinja.Lexing;

/// <summary>A template's text with normalised line ends, and the lines and columns of its offsets.</summary>
internal sealed class SourceText
{
    private readonly int _firstLine;
    private readonly int _firstColumn;
    private int[]? _lineStarts;

    internal SourceText(string text, string? name, bool keepTrailingNewline, SourceStart start)
    {
        string normalised = text.Contains('\r', StringComparison.Ordinal)
            ? text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n')
            : text;
        Text = !keepTrailingNewline && normalised.EndsWith('\n') ? normalised[..^1] : normalised;
        Name = name;
        (_firstLine, _firstColumn) = (start.Line, start.Column);
    }

    internal string Text { get; }

    internal string? Name { get; }

    /// <summary>Line and column, both counted from the start that the host gave (1, 1 by default).</summary>
    internal (int Line, int Column) Position(int offset)
    {
        int[] starts = _lineStarts ??= FindLineStarts();
        int index = Array.BinarySearch(starts, offset);
        if (index < 0)
            index = ~index - 1;
        int column = offset - starts[index];
        return (_firstLine + index, index == 0 ? _firstColumn + column : column + 1);
    }

    private int[] FindLineStarts()
    {
        List<int> starts = [0];
        for (int at = Text.IndexOf('\n', StringComparison.Ordinal); at >= 0; at = Text.IndexOf('\n', at + 1))
            starts.Add(at + 1);
        return [.. starts];
    }
}
