using System.Text;

namespace BatchWorkflow.Engine.Views;

/// <summary>Lines that end alike on every platform, and that fit a width.</summary>
internal static class LineFeeds
{
    /// <summary>Adds a line.</summary>
    public static StringBuilder AppendLineFeed(this StringBuilder to, string line = "") => to.Append(line).Append('\n');

    /// <summary>Adds a text in lines that break between words.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="first">What the first line begins with.</param>
    /// <param name="other">What each other line begins with.</param>
    /// <param name="text">The text.</param>
    /// <param name="width">The longest line.</param>
    public static StringBuilder AppendWrapped(this StringBuilder to, string first, string other, string text, int width)
    {
        IReadOnlyList<string> lines = Wrap(text, Math.Max(20, width - Math.Max(first.Length, other.Length)));
        for (int at = 0; at < lines.Count; at++)
            to.Append(at == 0 ? first : other).AppendLineFeed(lines[at]);
        return to;
    }

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
