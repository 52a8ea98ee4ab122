using System.Globalization;
using System.Text;

namespace BatchWorkflow.Jinja.Values;

/// <summary>A string as a Python literal: the quotes that need fewer escapes, and escapes for what does not print.</summary>
internal static class StringRepr
{
    internal static void Write(StringBuilder text, string value)
    {
        char quote = value.Contains('\'', StringComparison.Ordinal) && !value.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        text.Append(quote);
        for (int i = 0; i < value.Length; i++)
        {
            char c = value[i];
            if (c is >= ' ' and <= '~')
            {
                if (c == quote || c == '\\')
                    text.Append('\\');
                text.Append(c);
            }
            else
            {
                i += WriteSpecial(text, value, i);
            }
        }

        text.Append(quote);
    }

    /// <summary>Writes a character that is not plain; returns how many more characters it took.</summary>
    private static int WriteSpecial(StringBuilder text, string value, int i)
    {
        char c = value[i];
        switch (c)
        {
            case '\n': text.Append("\\n"); return 0;
            case '\r': text.Append("\\r"); return 0;
            case '\t': text.Append("\\t"); return 0;
            case < ' ' or '\x7f': text.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}"); return 0;
            default: break;
        }

        if (char.IsHighSurrogate(c) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
        {
            int point = char.ConvertToUtf32(c, value[i + 1]);
            if (IsPrintable(CharUnicodeInfo.GetUnicodeCategory(point)))
                text.Append(c).Append(value[i + 1]);
            else
                text.Append(CultureInfo.InvariantCulture, $"\\U{point:x8}");
            return 1;
        }

        if (IsPrintable(char.GetUnicodeCategory(c)))
            text.Append(c);
        else if (c < 256)
            text.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}");
        else
            text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        return 0;
    }

    private static bool IsPrintable(UnicodeCategory category) => category is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);
}
