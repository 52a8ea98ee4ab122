using System.Globalization;
using System.Numerics;
using System.Text;
using BatchWorkflow.Jinja.Rendering;

namespace BatchWorkflow.Jinja.Values;

/// <summary>The text of values: Python's <c>str</c>.</summary>
internal static class Texts
{
    private const int MaximumDigits = 4300;

    /// <summary>The characters of a string, safe or not.</summary>
    internal static string Of(object? text) => text as string ?? ((Markup)text!).Text;

    internal static bool TryGet(object? value, out string text)
    {
        text = value as string ?? (value as Markup)?.Text!;
        return text is not null;
    }

    internal static string Str(RenderState state, object? value) => value switch
    {
        string text => text,
        Markup markup => markup.Text,
        long integer => integer.ToString(CultureInfo.InvariantCulture),
        bool boolean => boolean ? "True" : "False",
        null => "None",
        double number => FloatText.Repr(number),
        JinjaUndefined undefined => undefined.Text,
        UnknownValue unknown => throw new UnknownValueException(unknown),
        ModuleValue module => module.Body,
        _ => Reprs.Of(state, value),
    };

    internal static string OfInteger(BigInteger value)
    {
        if (value.GetBitLength() > MaximumDigits * 3)
        {
            int digits = (int)(value.GetBitLength() * 0.30102999566398119) + 1;
            if (digits > MaximumDigits && BigInteger.Abs(value) >= BigInteger.Pow(10, MaximumDigits))
                throw Error.Value($"Exceeds the limit ({MaximumDigits} digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit");
        }

        return value.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>A string as a string: safe where it was or where <paramref name="safe"/> says so.</summary>
    internal static object Wrap(string text, bool safe) => safe ? new Markup(text) : text;

    /// <summary>Joins the texts of values; where escaping is on and one of them is safe, the others are escaped and all is safe.</summary>
    internal static object Concatenate(RenderState state, object?[] values, bool markup)
    {
        bool safe = markup && Array.Exists(values, value => value is Markup);
        StringBuilder joined = new();
        foreach (object? value in values)
            joined.Append(safe ? EscapedStr(state, value) : Str(state, value));
        state.ChargeText(joined.Length);
        return Wrap(joined.ToString(), safe);
    }

    /// <summary>The text of a value, escaped unless it is safe.</summary>
    internal static string EscapedStr(RenderState state, object? value) => value switch
    {
        Markup markup => markup.Text,
        ModuleValue module => module.Body,
        _ => Markup.Escape(Str(state, value)),
    };
}
