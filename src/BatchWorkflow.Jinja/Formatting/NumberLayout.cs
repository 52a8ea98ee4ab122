using System.Numerics;
using BatchWorkflow.Jinja.Methods;
using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Formatting;

/// <summary>Lays out the parts of a formatted value: sign, prefix, grouped digits, and padding to the width.</summary>
internal static class NumberLayout
{
    internal static string Lay(RenderState state, FormatSpec spec, string sign, string prefix, string digits)
    {
        string grouped = spec.Grouping == '\0' ? digits : Group(spec, digits, spec.Width - sign.Length - prefix.Length);
        string body = sign + prefix + grouped;
        if (spec.Align != '=')
            return Pad(state, spec, body, '>');
        long missing = spec.Width - CodePoints.Count(body);
        state.ChargeText(Math.Max(body.Length, spec.Width));
        return missing > 0 ? sign + prefix + StringPadding.Repeat(spec.Fill, (int)missing) + grouped : body;
    }

    internal static string Pad(RenderState state, FormatSpec spec, string text, char otherwise)
    {
        char align = spec.Align is '\0' ? otherwise : spec.Align;
        if (align == '^')
        {
            int missing = spec.Width - CodePoints.Count(text);
            state.ChargeText(Math.Max(text.Length, spec.Width));
            return missing <= 0 ? text
                : StringPadding.Repeat(spec.Fill, missing / 2) + text + StringPadding.Repeat(spec.Fill, missing - (missing / 2));
        }

        StringPadding.PadSide side = align == '<' ? StringPadding.PadSide.Right : StringPadding.PadSide.Left;
        return StringPadding.Pad(state, text, spec.Width, side, spec.Fill);
    }

    private static string Group(FormatSpec spec, string digits, int width)
    {
        int end = 0;
        while (end < digits.Length && char.IsAsciiHexDigit(digits[end]))
            end++;
        if (spec.Type is not ('x' or 'X') && digits.IndexOf('e', StringComparison.OrdinalIgnoreCase) is > 0 and var mark && mark < end)
            end = mark;
        string whole = digits[..end];
        string rest = digits[end..];
        int size = spec.Type is 'x' or 'X' or 'o' or 'b' ? 4 : 3;
        if (spec.Align == '=' && spec.Fill == "0")
            while (Grouped(whole, size).Length + rest.Length < width)
                whole = "0" + whole;
        string Grouped(string text, int step) => string.Join(spec.Grouping, Chunks(text, step));
        return Grouped(whole, size) + rest;
    }

    private static IEnumerable<string> Chunks(string text, int size)
    {
        int first = text.Length % size;
        if (first > 0)
            yield return text[..first];
        for (int at = first; at < text.Length; at += size)
            yield return text.Substring(at, size);
    }

    internal static string SignOf(FormatSpec spec, bool negative) => negative ? "-" : spec.Sign == '-' ? "" : spec.Sign.ToString();

    internal static string Radix(BigInteger magnitude, int bits, RenderState state)
    {
        if (magnitude.IsZero)
            return "0";
        state.ChargeText(magnitude.GetBitLength() / bits);
        List<char> digits = [];
        for (BigInteger rest = magnitude; !rest.IsZero; rest >>= bits)
            digits.Add("0123456789abcdef"[(int)(rest & ((1 << bits) - 1))]);
        digits.Reverse();
        return new string([.. digits]);
    }
}
