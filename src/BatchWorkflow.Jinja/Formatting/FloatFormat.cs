using System.Globalization;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Formatting;

/// <summary>Floats by the letters e, f, g and %.</summary>
internal static class FloatFormat
{
    /// <summary>A float's magnitude without sign, width or grouping.</summary>
    internal static string Magnitude(double value, char type, int precision, bool alternate)
    {
        char lower = char.ToLowerInvariant(type);
        double magnitude = Math.Abs(value);
        string text = double.IsNaN(value) ? "nan" : double.IsInfinity(value) ? "inf" : lower switch
        {
            'e' => Exponential(magnitude, precision, alternate),
            'g' or 'n' => General(magnitude, precision, alternate),
            '%' => ExactDecimal.Fixed(magnitude * 100, precision) + (alternate && precision == 0 ? ".%" : "%"),
            _ => ExactDecimal.Fixed(magnitude, precision) + (alternate && precision == 0 ? "." : ""),
        };
        if (lower == '%' && !double.IsFinite(value))
            text += "%";
        return char.IsUpper(type) ? text.ToUpperInvariant() : text;
    }

    private static string Exponential(double value, int precision, bool alternate)
    {
        (string digits, int exponent) = ExactDecimal.Scientific(value, precision + 1);
        return digits[..1] + (precision > 0 ? "." + digits[1..] : alternate ? "." : "") + Exponent(exponent);
    }

    private static string General(double value, int precision, bool alternate)
    {
        precision = Math.Max(1, precision);
        (string digits, int exponent) = ExactDecimal.Scientific(value, precision);
        string kept = alternate ? digits : digits.TrimEnd('0');
        if (exponent < -4 || exponent >= precision)
            return (kept.Length == 0 ? "0" : kept[..1]) + (kept.Length > 1 ? "." + kept[1..] : "") + Exponent(exponent);
        if (exponent < 0)
            return "0." + new string('0', -exponent - 1) + kept;
        string whole = digits[..(exponent + 1)];
        return kept.Length > exponent + 1 ? whole + "." + kept[(exponent + 1)..] : alternate ? whole + "." : whole;
    }

    /// <summary>A float without a type letter: its repr, or general with at least one decimal where a precision is given.</summary>
    internal static string Plain(double value, int? precision)
    {
        double magnitude = Math.Abs(value);
        if (precision is not { } digits || !double.IsFinite(value))
            return FloatText.Repr(magnitude);
        digits = Math.Max(1, digits);
        (string significant, int exponent) = ExactDecimal.Scientific(magnitude, digits);
        if (exponent >= -4 && exponent < digits - 1)
        {
            string general = General(magnitude, digits, alternate: false);
            return general.Contains('.', StringComparison.Ordinal) ? general : general + ".0";
        }

        return exponent < -4 || exponent >= digits - 1
            ? Trimmed(significant, exponent)
            : General(magnitude, digits, alternate: false);
    }

    private static string Trimmed(string digits, int exponent)
    {
        string kept = digits.TrimEnd('0');
        return (kept.Length == 0 ? "0" : kept[..1]) + (kept.Length > 1 ? "." + kept[1..] : "") + Exponent(exponent);
    }

    private static string Exponent(int exponent) =>
        (exponent < 0 ? "e-" : "e+") + Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture);
}
