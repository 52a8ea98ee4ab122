using System.Numerics;
using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Formatting;

/// <summary>Python's <c>format(value, spec)</c>.</summary>
internal static class ValueFormat
{
    internal static string Apply(RenderState state, object? value, string specification)
    {
        Guard.RefuseUnknown(value);
        if (specification.Length == 0)
            return Texts.Str(state, value);
        string type = PythonTypes.NameOf(value);
        switch (value)
        {
            case string or Markup: return Text(state, Texts.Of(value), FormatSpec.Parse(specification, type));
            case double number: return Float(state, number, FormatSpec.Parse(specification, type));
            case JinjaUndefined undefined when undefined.Kind == UndefinedKind.Strict: throw undefined.Fail();
            default:
                return Numbers.IsInteger(value)
                    ? Integer(state, value!, FormatSpec.Parse(specification, type))
                    : throw Error.Type($"unsupported format string passed to {type}.__format__");
        }
    }

    private static string Text(RenderState state, string text, FormatSpec spec)
    {
        if (spec.Type is not ('\0' or 's'))
            throw UnknownCode(spec, "str");
        if (spec.Sign != '-')
            throw Error.Value("Sign not allowed in string format specifier");
        if (spec.Alternate)
            throw Error.Value("Alternate form (#) not allowed in string format specifier");
        if (spec.Align == '=' && !spec.Zero)
            throw Error.Value("'=' alignment not allowed in string format specifier");
        if (spec.Grouping != '\0')
            throw Error.Value($"Cannot specify '{spec.Grouping}' with 's'.");
        string kept = spec.Precision is { } precision ? CodePoints.Take(text, precision) : text;
        return NumberLayout.Pad(state, spec, kept, '<') is var padded && spec.Align == '='
            ? Methods.StringPadding.Pad(state, kept, spec.Width, Methods.StringPadding.PadSide.Right, spec.Fill)
            : padded;
    }

    private static string Integer(RenderState state, object value, FormatSpec spec)
    {
        if (spec.Type is 'e' or 'E' or 'f' or 'F' or 'g' or 'G' or '%')
            return Float(state, Numbers.ToDouble(value), spec);
        if (value is bool && spec.Type == '\0')
            return Integer(state, value is true ? 1L : 0L, spec);
        if (spec.PositiveZero)
            throw Error.Value("Negative zero coercion (z) not allowed in integer format specifier");
        if (spec.Precision is not null)
            throw Error.Value("Precision not allowed in integer format specifier");
        BigInteger number = Numbers.ToBig(value);
        BigInteger magnitude = BigInteger.Abs(number);
        string sign = NumberLayout.SignOf(spec, number.Sign < 0);
        switch (spec.Type)
        {
            case '\0' or 'd' or 'n': return NumberLayout.Lay(state, spec, sign, "", Texts.OfInteger(magnitude));
            case 'x': return NumberLayout.Lay(state, spec, sign, spec.Alternate ? "0x" : "", NumberLayout.Radix(magnitude, 4, state));
            case 'X':
                string upper = NumberLayout.Radix(magnitude, 4, state).ToUpperInvariant();
                return NumberLayout.Lay(state, spec, sign, spec.Alternate ? "0X" : "", upper);
            case 'o': return NumberLayout.Lay(state, spec, sign, spec.Alternate ? "0o" : "", NumberLayout.Radix(magnitude, 3, state));
            case 'b': return NumberLayout.Lay(state, spec, sign, spec.Alternate ? "0b" : "", NumberLayout.Radix(magnitude, 1, state));
            case 'c': return NumberLayout.Pad(state, spec, Character(number), '<');
            default: throw UnknownCode(spec, "int");
        }
    }

    internal static string Character(BigInteger number) => number < 0 || number > 0x10FFFF
        ? throw Error.Overflow("%c arg not in range(0x110000)")
        : number < 0x10000 ? ((char)(int)number).ToString() : char.ConvertFromUtf32((int)number);

    private static string Float(RenderState state, double value, FormatSpec spec)
    {
        if (spec.Type is not ('\0' or 'e' or 'E' or 'f' or 'F' or 'g' or 'G' or 'n' or '%'))
            throw UnknownCode(spec, "float");
        if (spec.Precision is { } precision)
            state.ChargeText(precision);
        string digits = spec.Type == '\0'
            ? FloatFormat.Plain(value, spec.Precision)
            : FloatFormat.Magnitude(value, spec.Type, spec.Precision ?? 6, spec.Alternate);
        return NumberLayout.Lay(state, spec, NumberLayout.SignOf(spec, double.IsNegative(value) && !double.IsNaN(value)
            && !(spec.PositiveZero && !digits.AsSpan().ContainsAnyInRange('1', '9'))), "", digits);
    }

    private static JinjaException UnknownCode(FormatSpec spec, string type) =>
        Error.Value($"Unknown format code '{spec.Type}' for object of type '{type}'");
}
