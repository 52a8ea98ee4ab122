using System.Globalization;
using System.Numerics;
using BatchWorkflow.Jinja.Methods;
using BatchWorkflow.Jinja.Rendering;

namespace BatchWorkflow.Jinja.Filters;

/// <summary>Numbers from text, as Python's <c>int</c> and <c>float</c> read them.</summary>
internal static class NumberText
{
    private const int MaximumDigits = 4300;

    internal static bool TryInteger(string text, long radix, out BigInteger value)
    {
        if (radix is < 0 or 1 or > 36)
            throw Error.Value("int() base must be >= 2 and <= 36, or 0");
        value = BigInteger.Zero;
        string digits = StringPadding.Strip(text, null);
        bool negative = digits.StartsWith('-');
        if (negative || digits.StartsWith('+'))
            digits = digits[1..];
        (digits, radix) = WithoutPrefix(digits, radix);
        if (digits.Length == 0 || !HasOnlyDigits(digits, radix))
            return false;
        digits = digits.Replace("_", "", StringComparison.Ordinal);
        if (digits.Length > MaximumDigits && (radix & (radix - 1)) != 0)
            return false;
        if (digits.Length > MaximumDigits * 4)
            throw Error.Limit("the integer has too many digits");
        foreach (char c in digits)
            value = (value * radix) + DigitOf(c);
        if (negative)
            value = -value;
        return true;
    }

    private static (string Digits, long Radix) WithoutPrefix(string digits, long radix)
    {
        int prefix = digits.Length > 1 && digits[0] == '0'
            ? char.ToLowerInvariant(digits[1]) switch { 'x' => 16, 'o' => 8, 'b' => 2, _ => 0 } : 0;
        if (prefix != 0 && (radix == prefix || radix == 0))
        {
            string rest = digits[2..];
            return (rest.StartsWith('_') ? rest[1..] : rest, prefix);
        }

        bool leadingZero = radix == 0 && digits.Length > 1 && digits[0] == '0' && digits.Any(c => c is not ('0' or '_'));
        return leadingZero ? ("", 10) : (digits, radix == 0 ? 10 : radix);
    }

    private static bool HasOnlyDigits(string digits, long radix)
    {
        bool afterDigit = false;
        foreach (char c in digits)
        {
            if (c == '_' ? !afterDigit : DigitOf(c) is < 0 || DigitOf(c) >= radix)
                return false;
            afterDigit = c != '_';
        }

        return afterDigit;
    }

    private static int DigitOf(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'a' and <= 'z' => c - 'a' + 10,
        >= 'A' and <= 'Z' => c - 'A' + 10,
        > '\x7f' when char.GetUnicodeCategory(c) == UnicodeCategory.DecimalDigitNumber => CharUnicodeInfo.GetDecimalDigitValue(c),
        _ => -1,
    };

    internal static bool TryFloat(string text, out double value)
    {
        string trimmed = StringPadding.Strip(text, null);
        string unsigned = trimmed.TrimStart('+', '-');
        value = unsigned.ToLowerInvariant() switch { "inf" or "infinity" => double.PositiveInfinity, "nan" => double.NaN, _ => 0 };
        if (value != 0 && trimmed.Length - unsigned.Length <= 1)
        {
            value = trimmed.StartsWith('-') ? -value : value;
            return true;
        }

        return HasFloatForm(trimmed) && double.TryParse(trimmed.Replace("_", "", StringComparison.Ordinal),
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Underscores stand only between digits.</summary>
    private static bool HasFloatForm(string text)
    {
        for (int i = 0; i < text.Length; i++)
            if (text[i] == '_' && (i == 0 || i + 1 == text.Length || !char.IsAsciiDigit(text[i - 1]) || !char.IsAsciiDigit(text[i + 1])))
                return false;
        return text.Length > 0 && text.All(c => char.IsAsciiDigit(c) || c is '.' or 'e' or 'E' or '+' or '-' or '_');
    }
}
