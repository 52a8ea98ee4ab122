using System.Globalization;
using System.Numerics;
using System.Text;
using BatchWorkflow.Jinja.Methods;
using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Formatting;

/// <summary>Python's <c>%</c> on strings.</summary>
internal sealed class PercentFormat
{
    private readonly RenderState _state;
    private readonly string _template;
    private readonly object? _argument;
    private readonly object?[] _arguments;
    private readonly bool _safe;
    private int _at;
    private int _next;

    private PercentFormat(RenderState state, object template, object? argument)
    {
        (_state, _template, _safe, _argument) = (state, Texts.Of(template), template is Markup, argument);
        _arguments = argument is TupleValue tuple ? tuple.Items : [argument];
    }

    internal static object Apply(Frame frame, object template, object? argument)
    {
        PercentFormat format = new(frame.State, template, argument);
        return Texts.Wrap(format.Run(), template is Markup);
    }

    private string Run()
    {
        StringBuilder result = new();
        while (_at < _template.Length)
        {
            int mark = _template.IndexOf('%', _at);
            if (mark < 0)
                mark = _template.Length;
            result.Append(_template, _at, mark - _at);
            _at = mark + 1;
            if (mark < _template.Length)
                result.Append(Conversion());
            _state.ChargeText(result.Length);
        }

        bool isMapping = _argument is DictValue or ListValue or RangeValue or JinjaUndefined;
        if (_next < _arguments.Length && !(isMapping && _argument is not TupleValue))
            throw Error.Type("not all arguments converted during string formatting");
        return result.ToString();
    }

    private string Conversion()
    {
        object? keyed = Missing.Value;
        if (Peek() == '(')
            keyed = Keyed();
        string flags = Flags();
        int width = Number(out bool fromArgument);
        if (fromArgument && width < 0)
            (flags, width) = (flags + "-", -width);
        int? precision = null;
        if (Peek() == '.')
        {
            _at++;
            precision = Math.Max(0, Number(out _));
        }

        while (Peek() is 'h' or 'l' or 'L')
            _at++;
        if (_at >= _template.Length)
            throw Error.Value("incomplete format");
        char type = _template[_at++];
        if (type == '%' && _template[_at - 2] == '%')
            return "%";
        object? value = keyed is Missing ? Next() : keyed;
        _state.ChargeText(Math.Max(width, precision ?? 0));
        return Pad(Convert(type, value, flags, precision), flags, width);
    }

    private char Peek() => _at < _template.Length ? _template[_at] : '\0';

    private object? Keyed()
    {
        int depth = 0;
        int start = _at + 1;
        do
        {
            depth += Peek() switch { '(' => 1, ')' => -1, '\0' => throw Error.Value("incomplete format key"), _ => 0 };
            _at++;
        }
        while (depth > 0);
        string key = _template[start..(_at - 1)];
        if (_argument is not DictValue dict)
        {
            Guard.Refuse(_argument);
            throw Error.Type("format requires a mapping");
        }

        _next = _arguments.Length;
        return dict.TryGet(key, out object? value) ? value : throw Error.Key(Reprs.Of(key));
    }

    private string Flags()
    {
        int start = _at;
        while (Peek() is '-' or '+' or ' ' or '#' or '0')
            _at++;
        return _template[start.._at];
    }

    private int Number(out bool fromArgument)
    {
        fromArgument = Peek() == '*';
        if (fromArgument)
        {
            _at++;
            object? argument = Next();
            if (argument is BigInteger)
                throw Error.Overflow("Python int too large to convert to C ssize_t");
            return Numbers.TryLong(argument, out long given) ? (int)Math.Clamp(given, -int.MaxValue, int.MaxValue) : throw Error.Type("* wants int");
        }

        long value = 0;
        for (; char.IsAsciiDigit(Peek()); _at++)
            value = Math.Min((value * 10) + (Peek() - '0'), int.MaxValue);
        return (int)value;
    }

    private object? Next() => _next < _arguments.Length ? _arguments[_next++] : throw Error.Type("not enough arguments for format string");

    private (string Sign, string Body, bool Number) Convert(char type, object? value, string flags, int? precision)
    {
        Guard.RefuseUnknown(value);
        switch (type)
        {
            case 's': return ("", Cut(_safe ? Texts.EscapedStr(_state, value) : Texts.Str(_state, value), precision), false);
            case 'r': return ("", Cut(Escaped(Reprs.Of(_state, value)), precision), false);
            case 'a': return ("", Cut(Escaped(FormatString.Ascii(Reprs.Of(_state, value))), precision), false);
            case 'c': return ("", Character(value), false);
            case 'd' or 'i' or 'u': return Decimal(type, value, flags, precision);
            case 'x' or 'X' or 'o': return Radix(type, value, flags, precision);
            case 'e' or 'E' or 'f' or 'F' or 'g' or 'G': return Float(type, value, flags, precision);
            default: throw Error.Value($"unsupported format character '{type}' (0x{(int)type:x}) at index {_at - 1}");
        }
    }

    private string Escaped(string text) => _safe ? Markup.Escape(text) : text;

    private static string Cut(string text, int? precision) => precision is { } length ? CodePoints.Take(text, length) : text;

    private static string Character(object? value)
    {
        if (Texts.TryGet(value, out string text) && CodePoints.Count(text) == 1)
            return text;
        return Numbers.IsInteger(value) ? ValueFormat.Character(Numbers.ToBig(value)) : throw Error.Type("%c requires int or char");
    }

    private static (string Sign, string Body, bool Number) Decimal(char type, object? value, string flags, int? precision)
    {
        BigInteger number = value switch
        {
            double d when double.IsFinite(d) => new BigInteger(d),
            double d => throw (double.IsNaN(d) ? Error.Value("cannot convert float NaN to integer") : Error.Overflow("cannot convert float infinity to integer")),
            _ when Numbers.IsInteger(value) => Numbers.ToBig(value),
            _ => throw NotANumber(type, value, "a real number"),
        };
        return (SignOf(flags, number.Sign < 0), Texts.OfInteger(BigInteger.Abs(number)).PadLeft(precision ?? 0, '0'), true);
    }

    private (string Sign, string Body, bool Number) Radix(char type, object? value, string flags, int? precision)
    {
        if (!Numbers.IsInteger(value))
            throw NotANumber(type, value, "an integer");
        BigInteger number = Numbers.ToBig(value);
        string digits = NumberLayout.Radix(BigInteger.Abs(number), type == 'o' ? 3 : 4, _state).PadLeft(precision ?? 0, '0');
        string prefix = flags.Contains('#', StringComparison.Ordinal) ? "0" + type : "";
        return (SignOf(flags, number.Sign < 0) + prefix, type == 'X' ? digits.ToUpperInvariant() : digits, true);
    }

    private static (string Sign, string Body, bool Number) Float(char type, object? value, string flags, int? precision)
    {
        if (!Numbers.IsNumber(value))
        {
            Guard.Refuse(value);
            throw Error.Type($"must be real number, not {PythonTypes.NameOf(value)}");
        }

        double number = Numbers.ToDouble(value);
        string body = FloatFormat.Magnitude(number, type, precision ?? 6, flags.Contains('#', StringComparison.Ordinal));
        return (SignOf(flags, double.IsNegative(number) && !double.IsNaN(number)), body, true);
    }

    private static string SignOf(string flags, bool negative) => negative ? "-"
        : flags.Contains('+', StringComparison.Ordinal) ? "+" : flags.Contains(' ', StringComparison.Ordinal) ? " " : "";

    private static JinjaException NotANumber(char type, object? value, string wanted)
    {
        Guard.Refuse(value);
        return Error.Type(string.Create(CultureInfo.InvariantCulture, $"%{type} format: {wanted} is required, not {PythonTypes.NameOf(value)}"));
    }

    private static string Pad((string Sign, string Body, bool Number) parts, string flags, int width)
    {
        int missing = width - CodePoints.Count(parts.Sign + parts.Body);
        if (missing <= 0)
            return parts.Sign + parts.Body;
        if (flags.Contains('-', StringComparison.Ordinal))
            return parts.Sign + parts.Body + StringPadding.Repeat(" ", missing);
        return parts.Number && flags.Contains('0', StringComparison.Ordinal)
            ? parts.Sign + StringPadding.Repeat("0", missing) + parts.Body
            : StringPadding.Repeat(" ", missing) + parts.Sign + parts.Body;
    }
}
