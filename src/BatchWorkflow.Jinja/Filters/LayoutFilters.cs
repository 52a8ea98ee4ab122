using BatchWorkflow.Jinja.Calling;
using BatchWorkflow.Jinja.Methods;
using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Filters;

/// <summary>Filters that lay text out: indents, widths, lengths.</summary>
internal static class LayoutFilters
{
    internal static (string Name, string Parameters, NativeBody Body)[] All { get; } =
    [
        ("indent", "width first blank", Indent), ("center", "width", Center), ("truncate", "length killwords end leeway", Truncate),
        ("wordwrap", "width break_long_words wrapstring break_on_hyphens", WordWrap),
    ];

    private static object? Indent(in Invocation call)
    {
        Guard.Refuse(call.Value);
        if (!Texts.TryGet(call.Value, out string text))
            throw call.Value is ListValue
                ? Error.Attribute("'list' object has no attribute 'splitlines'")
                : Error.Type($"unsupported operand type(s) for +=: '{PythonTypes.NameOf(call.Value)}' and 'str'");
        string indentation = Texts.TryGet(call.Get(0, ""), out string given) && call.Has(0) ? given : Spaces(call);
        if (call.Value is Markup && call.Get(0) is string)
            indentation = Markup.Escape(indentation);
        List<string> lines = [.. StringSplitting.Lines(text + "\n")];
        call.State.ChargeText(text.Length + (lines.Count * (long)(indentation.Length + 1)));
        bool blank = call.IsTrue(2);
        string body = string.Join('\n', lines.Select((line, i) => i > 0 && (blank || line.Length > 0) ? indentation + line : line));
        return SoftText.Keep(call, call.IsTrue(1) ? indentation + body : body);
    }

    private static string Spaces(in Invocation call)
    {
        long width = Math.Max(0, call.Integer(0, 4));
        call.State.ChargeText(width);
        return new string(' ', (int)width);
    }

    private static object? Center(in Invocation call) =>
        SoftText.Keep(call, StringPadding.Pad(call.State, SoftText.Of(call), call.Integer(0, 80), StringPadding.PadSide.Both));

    private static object? Truncate(in Invocation call)
    {
        long length = call.Integer(0, 255);
        string end = call.Str(2, "...");
        long leeway = call.HasValue(3) ? call.Integer(3) : 5;
        int endLength = CodePoints.Count(end);
        if (length < endLength)
            throw Error.Assertion($"expected length >= {endLength}, got {length}");
        if (leeway < 0)
            throw Error.Assertion($"expected leeway >= 0, got {leeway}");
        long all = Sequences.Length(call.Value) ?? throw Error.Type($"object of type '{PythonTypes.NameOf(call.Value)}' has no len()");
        if (all <= length + leeway || !Texts.TryGet(call.Value, out string text))
            return call.Value;
        string kept = CodePoints.Take(text, (int)(length - endLength));
        if (!call.IsTrue(1) && kept.LastIndexOf(' ') is >= 0 and var space)
            kept = kept[..space];
        if (call.Value is Markup && call.Get(2, "...") is string)
            end = Markup.Escape(end);
        bool safe = call.Value is Markup || call.Get(2) is Markup;
        return Texts.Wrap(safe && call.Value is string ? Markup.Escape(kept) + end : kept + end, safe);
    }

    private static string WordWrap(in Invocation call)
    {
        Guard.Refuse(call.Value);
        if (!Texts.TryGet(call.Value, out string text))
            throw Error.Attribute($"'{PythonTypes.NameOf(call.Value)}' object has no attribute 'splitlines'");
        string separator = call.HasValue(2) ? call.Text(2) : call.State.Environment.NewlineSequence;
        WordWrapping wrapping = new(call.State, call.Integer(0, 79), call.IsTrue(1, true), call.IsTrue(3, true));
        string wrapped = string.Join(separator, StringSplitting.Lines(text).Select(line => string.Join(separator, wrapping.Wrap(line))));
        call.State.ChargeText(wrapped.Length);
        return wrapped;
    }
}
