using System.Text;
using BatchWorkflow.Jinja.Calling;
using BatchWorkflow.Jinja.Methods;
using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Filters;

/// <summary>Makes the web and mail addresses in a text links.</summary>
internal sealed class Urlize
{
    private static readonly string[] Openings = ["&lt;", "(", "<"];
    private static readonly string[] Closings = ["&gt;", ")", ">", ".", ",", "\n"];
    private static readonly (string Open, string Close)[] Pairs = [("(", ")"), ("<", ">"), ("&lt;", "&gt;")];
    private readonly string _attributes;
    private readonly long? _limit;
    private readonly string[] _schemes;

    private Urlize(string attributes, long? limit, string[] schemes) => (_attributes, _limit, _schemes) = (attributes, limit, schemes);

    internal static object? Apply(in Invocation call)
    {
        SortedSet<string> relations = new(StringSplitting.Words(call.HasValue(3) ? call.Text(3) : ""), StringComparer.Ordinal) { "noopener" };
        if (call.IsTrue(1))
            relations.Add("nofollow");
        string attributes = $" rel=\"{Markup.Escape(string.Join(' ', relations))}\"";
        if (call.HasValue(2))
            attributes += $" target=\"{Markup.Escape(call.Str(2))}\"";
        Urlize urlize = new(attributes, call.HasValue(0) ? call.Integer(0) : null, Schemes(call));
        string linked = urlize.Links(call.State, Texts.EscapedStr(call.State, call.Value));
        return Texts.Wrap(linked, call.AutoEscape);
    }

    private static string[] Schemes(in Invocation call)
    {
        if (!call.HasValue(4))
            return [];
        List<string> schemes = [];
        foreach (object? scheme in Iteration.Over(call.State, call.Arguments[4]))
        {
            string text = Texts.Str(call.State, scheme);
            string name = text.TrimEnd('/').TrimEnd(':');
            bool valid = name.Length >= 2 && text.Length > name.Length && text[name.Length] == ':' && text.Length - name.Length <= 3
                && name.All(c => c is '_' or '.' or '+' or '-' || char.IsLetterOrDigit(c));
            schemes.Add(valid ? text : throw Error.Filter($"{Reprs.Of(text)} is not a valid URI scheme prefix."));
        }

        return [.. schemes];
    }

    private string Links(RenderState state, string text)
    {
        StringBuilder linked = new();
        for (int at = 0; at < text.Length;)
        {
            int end = at;
            bool space = char.IsWhiteSpace(text[at]);
            while (end < text.Length && char.IsWhiteSpace(text[end]) == space)
                end++;
            linked.Append(space ? text[at..end] : Word(text[at..end]));
            state.ChargeText(linked.Length > state.Limits.MaxStringLength ? linked.Length : end - at);
            at = end;
        }

        return linked.ToString();
    }

    private string Word(string word)
    {
        int start = 0;
        while (Array.Find(Openings, o => string.CompareOrdinal(word, start, o, 0, o.Length) == 0) is { } opening)
            start += opening.Length;
        int end = word.Length;
        while (end > start && Array.Find(Closings, c => end - c.Length >= start && string.CompareOrdinal(word, end - c.Length, c, 0, c.Length) == 0)
            is { } closing)
            end -= closing.Length;
        string middle = word[start..end];
        string tail = word[end..];
        foreach ((string open, string close) in Pairs)
            (middle, tail) = Balance(middle, tail, open, close);
        return word[..start] + Link(middle) + tail;
    }

    /// <summary>Brackets that were opened inside an address belong to it.</summary>
    private static (string Middle, string Tail) Balance(string middle, string tail, string open, string close)
    {
        int opened = Count(middle, open);
        if (opened <= Count(middle, close))
            return (middle, tail);
        for (int i = Math.Min(opened, Count(tail, close)); i > 0; i--)
        {
            int end = tail.IndexOf(close, StringComparison.Ordinal) + close.Length;
            (middle, tail) = (middle + tail[..end], tail[end..]);
        }

        return (middle, tail);
    }

    private static int Count(string text, string part)
    {
        int count = 0;
        for (int at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + part.Length, StringComparison.Ordinal))
            count++;
        return count;
    }

    private string Link(string text)
    {
        if (WebAddress.IsWeb(text))
        {
            bool hasScheme = text.StartsWith("https://", StringComparison.Ordinal) || text.StartsWith("http://", StringComparison.Ordinal);
            return $"<a href=\"{(hasScheme ? "" : "https://")}{text}\"{_attributes}>{Shortened(text)}</a>";
        }

        if (text.StartsWith("mailto:", StringComparison.Ordinal) && WebAddress.IsMail(text[7..]))
            return $"<a href=\"{text}\">{text[7..]}</a>";
        if (!text.StartsWith("www.", StringComparison.Ordinal) && !text.Contains(':', StringComparison.Ordinal) && WebAddress.IsMail(text))
            return $"<a href=\"mailto:{text}\">{text}</a>";
        foreach (string scheme in _schemes)
            if (text != scheme && text.StartsWith(scheme, StringComparison.Ordinal))
                text = $"<a href=\"{text}\"{_attributes}>{text}</a>";
        return text;
    }

    private string Shortened(string text) =>
        _limit is { } limit && CodePoints.Count(text) > limit ? CodePoints.Take(text, (int)Math.Max(0, limit)) + "..." : text;
}
