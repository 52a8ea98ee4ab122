using System.Text;
using System.Text.RegularExpressions;
using BatchWorkflow.Jinja.Rendering;

namespace BatchWorkflow.Jinja.Filters;

/// <summary>Wraps one line of text at a width, as Python's textwrap does.</summary>
internal sealed partial class WordWrapping(RenderState state, long width, bool breakLongWords, bool breakOnHyphens)
{
    private const int PatternMilliseconds = 2000;

    internal List<string> Wrap(string line)
    {
        if (width <= 0)
            throw Error.Value($"invalid width {width} (must be > 0)");
        Stack<ReadOnlyMemory<char>> chunks = new(Split(line).Reverse().Select(chunk => chunk.AsMemory()));
        List<string> lines = [];
        while (chunks.Count > 0)
        {
            state.CountIteration();
            if (lines.Count > 0 && chunks.Peek().Span.IsWhiteSpace())
                chunks.Pop();
            List<ReadOnlyMemory<char>> current = Take(chunks);
            if (current.Count > 0 && current[^1].Span.IsWhiteSpace())
                current.RemoveAt(current.Count - 1);
            if (current.Count > 0)
                lines.Add(string.Concat(current));
        }

        return lines;
    }

    private List<ReadOnlyMemory<char>> Take(Stack<ReadOnlyMemory<char>> chunks)
    {
        List<ReadOnlyMemory<char>> current = [];
        long length = 0;
        while (chunks.Count > 0 && length + chunks.Peek().Length <= width)
        {
            length += chunks.Peek().Length;
            current.Add(chunks.Pop());
        }

        if (chunks.Count > 0 && chunks.Peek().Length > width)
            TakeLong(chunks, current, length);
        return current;
    }

    /// <summary>A chunk that is wider than a whole line is cut, at a hyphen if it has one, or stands alone.</summary>
    private void TakeLong(Stack<ReadOnlyMemory<char>> chunks, List<ReadOnlyMemory<char>> current, long length)
    {
        int space = (int)Math.Max(1, width - length);
        if (!breakLongWords)
        {
            if (current.Count == 0)
                current.Add(chunks.Pop());
            return;
        }

        ReadOnlyMemory<char> chunk = chunks.Pop();
        int end = Math.Min(space, chunk.Length);
        if (breakOnHyphens && chunk.Length > space)
        {
            int hyphen = chunk.Span[..space].LastIndexOf('-');
            if (hyphen > 0 && chunk.Span[..hyphen].ContainsAnyExcept('-'))
                end = hyphen + 1;
        }

        current.Add(chunk[..end]);
        if (end < chunk.Length)
            chunks.Push(chunk[end..]);
    }

    private IEnumerable<string> Split(string line)
    {
        if (!breakOnHyphens)
            return SplitAtSpaces(line);
        try
        {
            return [.. Words.Split(line).Where(chunk => chunk.Length > 0)];
        }
        catch (RegexMatchTimeoutException)
        {
            throw Error.Limit("wrapping a line took too long");
        }
    }

    private static IEnumerable<string> SplitAtSpaces(string line)
    {
        StringBuilder chunk = new();
        foreach (char c in line)
        {
            if (chunk.Length > 0 && char.IsWhiteSpace(chunk[^1]) != char.IsWhiteSpace(c))
            {
                yield return chunk.ToString();
                chunk.Clear();
            }

            chunk.Append(c);
        }

        if (chunk.Length > 0)
            yield return chunk.ToString();
    }

    /// <summary>Spaces; dashes between words; words up to a hyphen between letters, to a dash, or to their end.</summary>
    [GeneratedRegex("""
        ([\t\n\v\f\r\ ]+
        |(?<=[\w!"'&.,?])-{2,}(?=\w)
        |[^\t\n\v\f\r\ ]+?(?:-(?:(?<=[^\d\W]{2}-)|(?<=[^\d\W]-[^\d\W]-))(?=[^\d\W]-?[^\d\W])
            |(?=[\t\n\v\f\r\ ]|\z)
            |(?<=[\w!"'&.,?])(?=-{2,}\w)))
        """, RegexOptions.IgnorePatternWhitespace, PatternMilliseconds)]
    private static partial Regex Words { get; }
}
