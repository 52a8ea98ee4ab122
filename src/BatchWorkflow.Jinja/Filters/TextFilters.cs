using System.Text;
using BatchWorkflow.Jinja.Calling;
using BatchWorkflow.Jinja.Formatting;
using BatchWorkflow.Jinja.Methods;
using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Filters;

/// <summary>Filters that change the characters of a text.</summary>
internal static class TextFilters
{
    internal static (string Name, string Parameters, NativeBody Body)[] All { get; } =
    [
        ("upper", "", (in call) => SoftText.Keep(call, StringCase.Upper(SoftText.Of(call)))),
        ("lower", "", (in call) => SoftText.Keep(call, StringCase.Lower(SoftText.Of(call)))),
        ("capitalize", "", (in call) => SoftText.Keep(call, StringCase.Capitalize(SoftText.Of(call)))),
        ("title", "", Title), ("trim", "chars", Trim), ("replace", "old! new! count", Replace),
        ("format", "* **", Format), ("string", "", (in call) => call.Value is Markup ? call.Value : SoftText.Of(call)),
        ("wordcount", "", WordCount), ("join", "d attribute", Join), ("urlencode", "", UrlText.Encode),
    ];

    /// <summary>A word begins after whitespace, a hyphen or an opening bracket.</summary>
    private static string Title(in Invocation call)
    {
        StringBuilder titled = new();
        StringBuilder word = new();
        foreach (char c in SoftText.Of(call))
        {
            if (c is '-' or '(' or '{' or '[' or '<' || StringKinds.IsSpace(c))
            {
                Flush(titled, word);
                titled.Append(c);
            }
            else
            {
                word.Append(c);
            }
        }

        Flush(titled, word);
        call.State.ChargeText(titled.Length);
        return titled.ToString();
    }


    private static void Flush(StringBuilder titled, StringBuilder word)
    {
        if (word.Length == 0)
            return;
        string text = word.ToString();
        int first = char.IsHighSurrogate(text[0]) && text.Length > 1 ? 2 : 1;
        titled.Append(StringCase.Upper(text[..first])).Append(StringCase.Lower(text[first..]));
        word.Clear();
    }

    private static object? Trim(in Invocation call) =>
        SoftText.Keep(call, StringPadding.Strip(SoftText.Of(call), call.HasValue(0) ? call.Text(0) : null));

    private static object? Replace(in Invocation call)
    {
        long count = call.HasValue(2) ? call.Integer(2) : -1;
        if (!call.AutoEscape)
            return StringMethods.Replace(call.State, SoftText.Of(call), call.Str(0), call.Str(1), count);
        bool escape = call.Arguments[0] is Markup || (call.Arguments[1] is Markup && call.Value is not Markup);
        string text = escape ? Texts.EscapedStr(call.State, call.Value) : SoftText.Of(call);
        bool safe = escape || call.Value is Markup;
        string old = safe ? Texts.EscapedStr(call.State, call.Arguments[0]) : call.Str(0);
        string replacement = safe ? Texts.EscapedStr(call.State, call.Arguments[1]) : call.Str(1);
        return Texts.Wrap(StringMethods.Replace(call.State, text, old, replacement, count), safe);
    }

    private static object? Format(in Invocation call)
    {
        if (call.Rest.Length > 0 && call.Others.Count > 0)
            throw Error.Filter("can't handle positional and keyword arguments at the same time");
        object template = call.Value is Markup ? call.Value : SoftText.Of(call);
        if (call.Others.Count == 0)
            return PercentFormat.Apply(call.Frame, template, new TupleValue(call.Rest));
        DictValue named = new();
        foreach ((string name, object? value) in call.Others)
            named.Set(name, value);
        return PercentFormat.Apply(call.Frame, template, named);
    }

    private static object? WordCount(in Invocation call)
    {
        long count = 0;
        bool inWord = false;
        foreach (Rune rune in SoftText.Of(call).EnumerateRunes())
        {
            bool isWord = rune.Value == '_' || Rune.IsLetterOrDigit(rune) || Rune.IsNumber(rune);
            if (isWord && !inWord)
                count++;
            inWord = isWord;
        }

        return Boxes.Of(count);
    }

    private static object? Join(in Invocation call)
    {
        Frame frame = call.Frame;
        RenderState state = call.State;
        IEnumerable<object?> items = Iteration.Over(state, call.Value);
        if (call.HasValue(1))
        {
            AttributePath path = AttributePath.Parse(call.Arguments[1]);
            items = items.Select(item => path.Get(frame, item));
        }

        object? delimiter = call.Get(0, "");
        if (!call.AutoEscape)
            return Joined(state, Texts.Str(state, delimiter), items.Select(item => Texts.Str(state, item)));
        List<object?> all = Iteration.ToList(state, items);
        if (delimiter is not Markup && !all.Exists(item => item is Markup))
            return Joined(state, Texts.Str(state, delimiter), all.Select(item => Texts.Str(state, item)));
        return new Markup(Joined(state, Texts.EscapedStr(state, delimiter), all.Select(item => Texts.EscapedStr(state, item))));
    }

    private static string Joined(RenderState state, string delimiter, IEnumerable<string> parts)
    {
        StringBuilder joined = new();
        bool first = true;
        foreach (string part in parts)
        {
            if (!first)
                joined.Append(delimiter);
            first = false;
            joined.Append(part);
            if (joined.Length > state.Limits.MaxStringLength)
                state.ChargeText(joined.Length);
        }

        state.ChargeText(joined.Length);
        return joined.ToString();
    }
}
