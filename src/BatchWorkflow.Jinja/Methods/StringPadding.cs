using System.Text;
using BatchWorkflow.Jinja.Calling;
using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Methods;

/// <summary>Adds to the ends of strings, and takes from them.</summary>
internal static class StringPadding
{
    internal static (string Name, string Parameters, NativeBody Body)[] Methods { get; } =
    [
        ("strip", "chars /", (in call) => Strip(call, left: true, right: true)),
        ("lstrip", "chars /", (in call) => Strip(call, left: true, right: false)),
        ("rstrip", "chars /", (in call) => Strip(call, left: false, right: true)),
        ("center", "width! fill /", (in call) => Pad(call, PadSide.Both)),
        ("ljust", "width! fill /", (in call) => Pad(call, PadSide.Right)),
        ("rjust", "width! fill /", (in call) => Pad(call, PadSide.Left)),
        ("zfill", "width! /", ZeroFill),
        ("expandtabs", "tabsize", ExpandTabs),
    ];

    internal enum PadSide
    {
        Left, Right, Both,
    }

    internal static string TrimStart(string text)
    {
        int start = 0;
        while (start < text.Length && StringKinds.IsSpace(text[start]))
            start++;
        return text[start..];
    }

    internal static string TrimEnd(string text)
    {
        int end = text.Length;
        while (end > 0 && StringKinds.IsSpace(text[end - 1]))
            end--;
        return text[..end];
    }

    /// <summary>Takes whitespace, or some characters, from the ends of a text.</summary>
    internal static string Strip(string text, string? characters, bool left = true, bool right = true)
    {
        if (characters is null)
        {
            string trimmed = left ? TrimStart(text) : text;
            return right ? TrimEnd(trimmed) : trimmed;
        }

        HashSet<string> set = [.. CodePoints.Split(characters)];
        string[] points = CodePoints.Split(text);
        int start = 0;
        int end = points.Length;
        while (left && start < end && set.Contains(points[start]))
            start++;
        while (right && end > start && set.Contains(points[end - 1]))
            end--;
        return string.Concat(points[start..end]);
    }

    private static object Strip(in Invocation call, bool left, bool right) =>
        StringMethods.Wrap(call, Strip(StringMethods.Self(call), call.HasValue(0) ? call.Text(0) : null, left, right));

    private static object Pad(in Invocation call, PadSide side)
    {
        string fill = call.Text(1, " ");
        if (CodePoints.Count(fill) != 1)
            throw Error.Type("The fill character must be exactly one character long");
        return StringMethods.Wrap(call, Pad(call.State, StringMethods.Self(call), call.Integer(0), side, fill));
    }

    /// <summary>Fills a text up to a width; a centred text's odd character goes where Python puts it.</summary>
    internal static string Pad(RenderState state, string text, long width, PadSide side, string fill = " ")
    {
        long missing = width - CodePoints.Count(text);
        if (missing <= 0)
            return text;
        state.ChargeText(width > state.Limits.MaxStringLength ? width : width * fill.Length);
        long left = side switch
        {
            PadSide.Left => missing,
            PadSide.Right => 0,
            _ => (missing / 2) + (missing & width & 1),
        };
        return Repeat(fill, (int)left) + text + Repeat(fill, (int)(missing - left));
    }

    internal static string Repeat(string text, int times) => new StringBuilder().Insert(0, text, times).ToString();

    private static object? ZeroFill(in Invocation call)
    {
        string text = StringMethods.Self(call);
        string sign = text.Length > 0 && text[0] is '-' or '+' ? text[..1] : "";
        return StringMethods.Wrap(call, sign + Pad(call.State, text[sign.Length..], call.Integer(0) - sign.Length, PadSide.Left, "0"));
    }

    private static object? ExpandTabs(in Invocation call)
    {
        long size = call.Integer(0, 8);
        StringBuilder expanded = new();
        int column = 0;
        foreach (char c in StringMethods.Self(call))
        {
            if (c == '\t')
            {
                long spaces = size > 0 ? size - (column % size) : 0;
                call.State.ChargeText(expanded.Length + spaces);
                expanded.Append(' ', (int)spaces);
                column += (int)spaces;
                continue;
            }

            expanded.Append(c);
            column = c is '\n' or '\r' ? 0 : column + 1;
        }

        return StringMethods.Wrap(call, expanded.ToString());
    }
}
