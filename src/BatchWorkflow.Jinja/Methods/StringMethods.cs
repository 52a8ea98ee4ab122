using BatchWorkflow.Jinja.Calling;
using BatchWorkflow.Jinja.Formatting;
using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Methods;

/// <summary>The methods of strings; those of safe text return safe text, and escape what they are given.</summary>
internal static class StringMethods
{
    internal static FunctionTable Table { get; } = new(
        StringCase.Methods, StringSearch.Methods, StringSplitting.Methods, StringPadding.Methods, StringKinds.Methods, BytesMethods.OfStrings,
        [
            ("join", "items! /", Join), ("replace", "old! new! count /", Replace), ("format", "* **", Format),
            ("format_map", "mapping! /", FormatMap), ("removeprefix", "prefix! /", RemovePrefix), ("removesuffix", "suffix! /", RemoveSuffix),
            ("translate", "table! /", Translate), ("unescape", "", Unescape), ("striptags", "", StripTags),
        ]);

    /// <summary>The string itself.</summary>
    internal static string Self(in Invocation call) => Texts.Of(call.Value);

    internal static object Wrap(in Invocation call, string text) => Texts.Wrap(text, call.Value is Markup);

    /// <summary>A string argument, escaped where the string itself is safe and the argument is not.</summary>
    internal static string Argument(in Invocation call, int index)
    {
        string text = call.Text(index);
        return call.Value is Markup && call.Arguments[index] is string ? Markup.Escape(text) : text;
    }

    private static object? Join(in Invocation call)
    {
        bool safe = call.Value is Markup;
        List<string> parts = [];
        long length = 0;
        foreach (object? item in Iteration.Over(call.State, call.Arguments[0]))
        {
            if (!safe && !Texts.TryGet(item, out _))
            {
                Guard.RefuseUnknown(item);
                throw Error.Type($"sequence item {parts.Count}: expected str instance, {PythonTypes.NameOf(item)} found");
            }

            string part = safe ? Texts.EscapedStr(call.State, item) : Texts.Of(item);
            length += part.Length + Self(call).Length;
            if (length > call.State.Limits.MaxStringLength)
                call.State.ChargeText(length);
            parts.Add(part);
        }

        call.State.ChargeText(length);
        return Wrap(call, string.Join(Self(call), parts));
    }

    private static object? Replace(in Invocation call) =>
        Wrap(call, Replace(call.State, Self(call), Argument(call, 0), Argument(call, 1), call.Integer(2, -1)));

    /// <summary>Replaces the first occurrences of a text, or all; an empty one stands between all characters.</summary>
    internal static string Replace(RenderState state, string text, string old, string replacement, long count)
    {
        if (count < 0)
            count = long.MaxValue;
        if (old.Length == 0)
            return Interleave(state, text, replacement, count);
        System.Text.StringBuilder result = new();
        int from = 0;
        for (; count > 0; count--)
        {
            int at = text.IndexOf(old, from, StringComparison.Ordinal);
            if (at < 0)
                break;
            state.ChargeText(result.Length > state.Limits.MaxStringLength ? result.Length : replacement.Length);
            result.Append(text, from, at - from).Append(replacement);
            from = at + old.Length;
        }

        if (from == 0 && result.Length == 0)
            return text;
        result.Append(text, from, text.Length - from);
        state.ChargeText(result.Length);
        return result.ToString();
    }

    private static string Interleave(RenderState state, string text, string replacement, long count)
    {
        string[] points = CodePoints.Split(text);
        long times = Math.Min(count, points.Length + 1L);
        state.ChargeText(text.Length + (times * replacement.Length));
        System.Text.StringBuilder result = new();
        for (int i = 0; i <= points.Length; i++)
        {
            if (i < times)
                result.Append(replacement);
            if (i < points.Length)
                result.Append(points[i]);
        }

        return result.ToString();
    }

    /// <summary>Replaces each character by what the table has under its code point: a string, another code point, or None for nothing.</summary>
    private static object? Translate(in Invocation call)
    {
        System.Text.StringBuilder result = new();
        foreach (string character in CodePoints.Split(Self(call)))
        {
            object? found = Sequences.ItemOrMissing(call.State, call.Arguments[0], Boxes.Of((long)char.ConvertToUtf32(character, 0)));
            switch (found)
            {
                case Missing: result.Append(character); break;
                case null: break;
                case string or Markup: result.Append(Texts.Of(found)); break;
                case var _ when Numbers.TryLong(found, out long point):
                    result.Append(point is >= 0 and <= 0x10ffff ? char.ConvertFromUtf32((int)point) : throw Error.Value("character mapping must be in range(0x110000)"));
                    break;
                default: throw Error.Type("character mapping must return integer, None or str");
            }

            if (result.Length > call.State.Limits.MaxStringLength)
                call.State.ChargeText(result.Length);
        }

        call.State.ChargeText(result.Length);
        return Wrap(call, result.ToString());
    }

    private static object? Format(in Invocation call)
    {
        DictValue named = new();
        foreach ((string name, object? value) in call.Others)
            named.Set(name, value);
        return FormatString.Apply(call.Frame, call.Value!, call.Rest, named);
    }

    private static object? FormatMap(in Invocation call) => FormatString.Apply(call.Frame, call.Value!, null, call.Arguments[0]);

    private static object? RemovePrefix(in Invocation call)
    {
        string prefix = call.Text(0);
        string text = Self(call);
        return Wrap(call, text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : text);
    }

    private static object? RemoveSuffix(in Invocation call)
    {
        string suffix = call.Text(0);
        string text = Self(call);
        return Wrap(call, text.EndsWith(suffix, StringComparison.Ordinal) ? text[..^suffix.Length] : text);
    }

    private static string Unescape(in Invocation call) => call.Value is Markup markup
        ? System.Net.WebUtility.HtmlDecode(markup.Text)
        : throw Error.Attribute("'str' object has no attribute 'unescape'");

    private static string StripTags(in Invocation call) => call.Value is Markup markup
        ? Filters.HtmlText.StripTags(markup.Text)
        : throw Error.Attribute("'str' object has no attribute 'striptags'");
}
