using BatchWorkflow.Jinja.Rendering;

namespace BatchWorkflow.Jinja.Formatting;

/// <summary>One parsed specification of Python's format mini-language: <c>[[fill]align][sign][z][#][0][width][grouping][.precision][type]</c>.</summary>
internal sealed record FormatSpec
{
    internal string Fill { get; private init; } = " ";

    /// <summary>One of &lt; &gt; = ^, or the null character where none was given.</summary>
    internal char Align { get; private init; }

    internal char Sign { get; private init; } = '-';

    internal bool Alternate { get; private init; }

    internal bool Zero { get; private init; }

    /// <summary>A negative zero loses its sign.</summary>
    internal bool PositiveZero { get; private init; }

    internal int Width { get; private init; }

    internal char Grouping { get; private init; }

    internal int? Precision { get; private init; }

    internal char Type { get; private init; }

    internal static FormatSpec Parse(string text, string typeName)
    {
        int at = 0;
        string? fill = null;
        char align = '\0';
        int point = text.Length > 1 && char.IsHighSurrogate(text[0]) ? 2 : 1;
        if (text.Length > point && text[point] is '<' or '>' or '=' or '^')
            (fill, align, at) = (text[..point], text[point], point + 1);
        else if (text.Length > 0 && text[0] is '<' or '>' or '=' or '^')
            (align, at) = (text[0], 1);
        char sign = Take(text, ref at, "+- ") is var found and not '\0' ? found : '-';
        bool positiveZero = Take(text, ref at, "z") != '\0';
        bool alternate = Take(text, ref at, "#") != '\0';
        bool zero = Take(text, ref at, "0") != '\0';
        int width = Number(text, ref at) ?? 0;
        char grouping = Take(text, ref at, ",_");
        int? precision = null;
        if (Take(text, ref at, ".") != '\0')
            precision = Number(text, ref at) ?? throw Error.Value("Format specifier missing precision");
        char type = at < text.Length ? text[at++] : '\0';
        if (at < text.Length)
            throw Error.Value($"Invalid format specifier{(typeName.Length == 0 ? "" : $" '{text}' for object of type '{typeName}'")}");
        if (zero && align == '\0')
            align = '=';
        return new FormatSpec
        {
            Fill = fill ?? (zero ? "0" : " "), Align = align, Sign = sign, Alternate = alternate, Zero = zero, PositiveZero = positiveZero,
            Width = width, Grouping = grouping, Precision = precision, Type = type,
        };
    }

    private static char Take(string text, ref int at, string wanted) =>
        at < text.Length && wanted.Contains(text[at], StringComparison.Ordinal) ? text[at++] : '\0';

    private static int? Number(string text, ref int at)
    {
        int from = at;
        long value = 0;
        for (; at < text.Length && char.IsAsciiDigit(text[at]); at++)
        {
            value = (value * 10) + (text[at] - '0');
            if (value > int.MaxValue)
                throw Error.Value("Too many decimal digits in format string");
        }

        return at == from ? null : (int)value;
    }
}
