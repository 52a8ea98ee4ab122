using BatchWorkflow.Jinja.Calling;
using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Methods;

/// <summary>Cuts strings into parts.</summary>
internal static class StringSplitting
{
    internal static (string Name, string Parameters, NativeBody Body)[] Methods { get; } =
    [
        ("split", "sep maxsplit", (in call) => Split(call, fromRight: false)),
        ("rsplit", "sep maxsplit", (in call) => Split(call, fromRight: true)),
        ("splitlines", "keepends", SplitLines),
        ("partition", "sep! /", (in call) => Partition(call, fromRight: false)),
        ("rpartition", "sep! /", (in call) => Partition(call, fromRight: true)),
    ];

    private static ListValue Parts(in Invocation call, IEnumerable<string> parts)
    {
        bool safe = call.Value is Markup;
        List<object?> items = [.. parts.Select(part => Texts.Wrap(part, safe))];
        call.State.ChargeItems(items.Count);
        return new ListValue(items);
    }

    private static ListValue Split(in Invocation call, bool fromRight)
    {
        string text = StringMethods.Self(call);
        long times = call.Integer(1, -1);
        int limit = times is < 0 or > int.MaxValue ? int.MaxValue : (int)times;
        if (!call.HasValue(0))
            return Parts(call, fromRight ? WordsFromRight(text, limit) : Words(text, limit));
        string separator = call.Text(0);
        if (separator.Length == 0)
            throw Error.Value("empty separator");
        return Parts(call, fromRight ? PiecesFromRight(text, separator, limit) : Pieces(text, separator, limit));
    }

    private static IEnumerable<string> Pieces(string text, string separator, int limit)
    {
        int from = 0;
        for (; limit > 0; limit--)
        {
            int at = text.IndexOf(separator, from, StringComparison.Ordinal);
            if (at < 0)
                break;
            yield return text[from..at];
            from = at + separator.Length;
        }

        yield return text[from..];
    }

    private static List<string> PiecesFromRight(string text, string separator, int limit)
    {
        List<string> pieces = [];
        int end = text.Length;
        for (; limit > 0; limit--)
        {
            int at = text.AsSpan(0, end).LastIndexOf(separator);
            if (at < 0)
                break;
            pieces.Add(text[(at + separator.Length)..end]);
            end = at;
        }

        pieces.Add(text[..end]);
        pieces.Reverse();
        return pieces;
    }

    internal static IEnumerable<string> Words(string text, int limit = int.MaxValue)
    {
        int at = SkipSpace(text, 0);
        for (; at < text.Length; limit--)
        {
            int end = at;
            while (end < text.Length && (limit == 0 || !StringKinds.IsSpace(text[end])))
                end++;
            yield return limit == 0 ? StringPadding.TrimEnd(text[at..end]) : text[at..end];
            at = SkipSpace(text, end);
        }
    }

    private static List<string> WordsFromRight(string text, int limit)
    {
        List<string> words = [];
        for (int end = StringPadding.TrimEnd(text).Length; end > 0; limit--)
        {
            int at = end;
            while (at > 0 && (limit == 0 || !StringKinds.IsSpace(text[at - 1])))
                at--;
            string word = text[at..end];
            words.Add(limit == 0 ? StringPadding.TrimStart(word) : word);
            end = StringPadding.TrimEnd(text[..at]).Length;
        }

        words.Reverse();
        return words;
    }

    private static int SkipSpace(string text, int at)
    {
        while (at < text.Length && StringKinds.IsSpace(text[at]))
            at++;
        return at;
    }

    private static ListValue SplitLines(in Invocation call) => Parts(call, Lines(StringMethods.Self(call), call.IsTrue(0)));

    /// <summary>The lines of a text as Python cuts them; a line end at the very end begins no further line.</summary>
    internal static IEnumerable<string> Lines(string text, bool keepEnds = false)
    {
        for (int at = 0; at < text.Length;)
        {
            int end = at;
            while (end < text.Length && !IsLineEnd(text[end]))
                end++;
            int next = end < text.Length ? end + 1 : end;
            if (next < text.Length && text[end] == '\r' && text[next] == '\n')
                next++;
            yield return text[at..(keepEnds ? next : end)];
            at = next;
        }
    }

    private static bool IsLineEnd(char c) =>
        c is '\n' or '\r' or '\v' or '\f' or '\x1c' or '\x1d' or '\x1e' or '\x85' or '\u2028' or '\u2029';

    private static TupleValue Partition(in Invocation call, bool fromRight)
    {
        string text = StringMethods.Self(call);
        string separator = call.Text(0);
        if (separator.Length == 0)
            throw Error.Value("empty separator");
        int at = fromRight ? text.LastIndexOf(separator, StringComparison.Ordinal) : text.IndexOf(separator, StringComparison.Ordinal);
        string[] parts = at >= 0 ? [text[..at], separator, text[(at + separator.Length)..]] : fromRight ? ["", "", text] : [text, "", ""];
        bool safe = call.Value is Markup;
        return new TupleValue([.. parts.Select(part => Texts.Wrap(part, safe))]);
    }
}
