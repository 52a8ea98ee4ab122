using System.Globalization;
using System.Numerics;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Lexing;

/// <summary>Scans numbers as Python writes them: underscores between digits, 0x, 0o and 0b, fractions and exponents.</summary>
internal static class NumberScanner
{
    /// <summary>Scans the number at an offset and returns where it ends; after a dot only an integer can stand.</summary>
    internal static int Scan(string text, int at, bool afterDot, out object value)
    {
        if (!afterDot && TryFloat(text, at, out int end, out value))
            return end;
        if (text[at] == '0' && at + 1 < text.Length && TryRadix(text, at, out end, out value))
            return end;
        end = at + 1;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || IsJoint(text, end)) && (text[at] != '0' || text[end] is '0' or '_'))
            end++;
        if (text[end - 1] == '_')
            end--;
        value = Integer(text[at..end].Replace("_", "", StringComparison.Ordinal), 10);
        return end;
    }

    private static bool TryFloat(string text, int at, out int end, out object value)
    {
        end = Digits(text, at);
        value = 0.0;
        int fraction = end < text.Length && text[end] == '.' ? Digits(text, end + 1) : end;
        bool hasFraction = fraction > end + 1;
        int mantissa = hasFraction ? fraction : end;
        int exponent = Exponent(text, mantissa);
        if (!hasFraction && exponent == mantissa)
            return false;
        end = exponent;
        value = double.Parse(text[at..end].Replace("_", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        return true;
    }

    private static int Exponent(string text, int at)
    {
        if (at >= text.Length || text[at] is not ('e' or 'E'))
            return at;
        int digits = at + 1 < text.Length && text[at + 1] is '+' or '-' ? at + 2 : at + 1;
        int end = Digits(text, digits);
        return end > digits ? end : at;
    }

    private static int Digits(string text, int at)
    {
        while (at < text.Length && (char.IsAsciiDigit(text[at]) || IsJoint(text, at)))
            at++;
        return at;
    }

    /// <summary>An underscore joins only where a digit stands on both sides.</summary>
    private static bool IsJoint(string text, int at) =>
        text[at] == '_' && at > 0 && char.IsAsciiDigit(text[at - 1]) && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]);

    private static bool TryRadix(string text, int at, out int end, out object value)
    {
        int radix = char.ToLowerInvariant(text[at + 1]) switch { 'x' => 16, 'o' => 8, 'b' => 2, _ => 0 };
        (end, value) = (at, 0L);
        if (radix == 0)
            return false;
        int digits = at + 2;
        end = digits;
        while (end < text.Length && (IsDigit(text[end], radix) || (text[end] == '_' && end + 1 < text.Length && IsDigit(text[end + 1], radix))))
            end++;
        if (end == digits)
            return false;
        value = Integer(text[digits..end].Replace("_", "", StringComparison.Ordinal), radix);
        return true;
    }

    private static bool IsDigit(char c, int radix) => char.IsAsciiHexDigit(c) && Convert.ToInt32(c.ToString(), 16) < radix;

    private static object Integer(string digits, int radix)
    {
        if (radix == 10 && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long small))
            return small;
        BigInteger value = radix switch
        {
            10 => BigInteger.Parse(digits, CultureInfo.InvariantCulture),
            16 => BigInteger.Parse("0" + digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
            _ => digits.Aggregate(BigInteger.Zero, (sum, c) => (sum * radix) + (c - '0')),
        };
        return Boxes.Of(value);
    }
}
