using System.Text;

namespace BatchWorkflow.Engine.Views;

/// <summary>Lines that end alike on every platform, and that fit a width.</summary>
internal static class LineFeeds
{
    /// <summary>Adds a line.</summary>
    public static StringBuilder AppendLineFeed(this StringBuilder to, string line = "") => to.Append(line).Append('\n');

    /// <summary>The text, or its beginning and … when it is longer than a width.</summary>
    public static string Cut(string text, int width) =>
        text.Length <= width ? text : string.Concat(text.AsSpan(0, Math.Max(0, width - 1)).TrimEnd(), "…");

    /// <summary>The text, or … and its end when it is longer than a width.</summary>
    public static string CutBegin(string text, int width) =>
        text.Length <= width ? text : string.Concat("…", text.AsSpan(text.Length - Math.Max(0, width - 1)));

    /// <summary>The text in lines that break between words; a longer word is broken too.</summary>
    public static IReadOnlyList<string> Wrap(string text, int width)
    {
        List<string> lines = [];
        while (text.Length > width)
        {
            int space = text.LastIndexOf(' ', width);
            int end = space > 0 ? space : width;
            lines.Add(text[..end].TrimEnd());
            text = text[end..].TrimStart();
        }

        if (text.Length > 0 || lines.Count == 0)
            lines.Add(text);
        return lines;
    }
}
