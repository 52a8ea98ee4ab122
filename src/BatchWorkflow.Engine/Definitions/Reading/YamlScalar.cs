using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace BatchWorkflow.Engine.Definitions.Reading;

/// <summary>The values of YAML 1.2's core schema: plain null, true, false and numbers; all else is text.</summary>
internal static partial class YamlScalar
{
    private const string Core = "tag:yaml.org,2002:";

    /// <summary>The value of a scalar.</summary>
    public static object? Resolve(Scalar scalar, SourceLocation at)
    {
        if (scalar.Tag.IsEmpty)
            return scalar.Style == ScalarStyle.Plain ? Plain(scalar.Value, at) : scalar.Value;
        string tag = scalar.Tag.Value;
        if (tag is "!" or Core + "str")
            return scalar.Value;
        object? value = tag.StartsWith(Core, StringComparison.Ordinal) ? Plain(scalar.Value, at) : null;
        bool fits = (tag[Math.Min(Core.Length, tag.Length)..], value) switch
        {
            ("int", long) or ("float", double or long) or ("bool", bool) => true,
            ("null", null) => tag.StartsWith(Core, StringComparison.Ordinal),
            _ => false,
        };
        return fits ? value : throw BadTag(scalar, at);
    }

    /// <summary>Ends the reading when a map or list has another tag than its own.</summary>
    public static void RefuseTag(NodeEvent e, string own, SourceLocation at)
    {
        if (!e.Tag.IsEmpty && e.Tag.Value != own && e.Tag.Value != "!")
            throw BadTag(e, at);
    }

    /// <summary>A value as the text of a key.</summary>
    public static string Text(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static object? Plain(string text, SourceLocation at)
    {
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL": return null;
            case "true" or "True" or "TRUE": return true;
            case "false" or "False" or "FALSE": return false;
        }
        if (!(char.IsAsciiDigit(text[0]) || text[0] is '+' or '-' or '.'))
            return text;
        if (text.Length <= 32 && Integer(text) is { } whole)
            return whole;
        if (!IsNumber().IsMatch(text))
            return text;
        bool finite = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number);
        if (!finite || (!text.AsSpan().ContainsAny('.', 'e', 'E') && Math.Abs(number) > long.MaxValue / 2.0))
            throw new UnreadableTextException("Definition.Number", at, $"The number {Short(text)} cannot be kept exactly.",
                "Put it in quotes if it is text.");
        return number;
    }

    private static long? Integer(string text)
    {
        if (text.StartsWith("0x", StringComparison.Ordinal))
            return long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long hex) && hex >= 0 ? hex : null;
        if (text.StartsWith("0o", StringComparison.Ordinal))
            return text.Length is > 2 and <= 22 && !text.AsSpan(2).ContainsAnyExceptInRange('0', '7') ? Convert.ToInt64(text[2..], 8) : null;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) ? whole : null;
    }

    private static UnreadableTextException BadTag(NodeEvent e, SourceLocation at) => new(
        "Definition.Tag", at, $"The tag {Short(e.Tag.Value.Replace(Core, "!!", StringComparison.Ordinal))} is not known or does not fit this value.",
        "Remove it: only !!str, !!int, !!float, !!bool, !!null, !!map and !!seq have a meaning here.");

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "…";

    [GeneratedRegex(@"^(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$", RegexOptions.CultureInvariant)]
    private static partial Regex IsNumber();
}
