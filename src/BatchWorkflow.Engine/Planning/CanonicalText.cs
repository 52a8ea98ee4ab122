using System.Collections;
using System.Globalization;
using System.Text;

namespace BatchWorkflow.Engine.Planning;

/// <summary>One text for equal free-form values, whatever the order of their maps and the width of their numbers.</summary>
internal static class CanonicalText
{
    /// <summary>The text of a value.</summary>
    public static string Of(object? value)
    {
        StringBuilder text = new();
        Write(text, value);
        return text.ToString();
    }

    private static void Write(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null: text.Append("null"); break;
            case bool flag: text.Append(flag ? "true" : "false"); break;
            case string words: WriteText(text, words); break;
            case TemplateText template: WriteText(text, template.Text); break;
            case IEnumerable<KeyValuePair<string, object?>> map: WriteMap(text, map); break;
            case IEnumerable<KeyValuePair<string, string>> map: WriteMap(text, map.Select(Free)); break;
            case IEnumerable list: WriteList(text, list); break;
            case IFormattable number: text.Append(number.ToString(null, CultureInfo.InvariantCulture)); break;
            default: text.Append(value); break;
        }
    }

    private static KeyValuePair<string, object?> Free(KeyValuePair<string, string> pair) => new(pair.Key, pair.Value);

    private static void WriteText(StringBuilder text, string words)
    {
        string escaped = words.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        text.Append('"').Append(escaped).Append('"');
    }

    private static void WriteMap(StringBuilder text, IEnumerable<KeyValuePair<string, object?>> map)
    {
        text.Append('{');
        foreach ((string name, object? value) in map.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            Write(text, name);
            text.Append(':');
            Write(text, value);
            text.Append(',');
        }
        text.Append('}');
    }

    private static void WriteList(StringBuilder text, IEnumerable list)
    {
        text.Append('[');
        foreach (object? item in list)
        {
            Write(text, item);
            text.Append(',');
        }
        text.Append(']');
    }
}
