using System.Text;

namespace BatchWorkflow;

/// <summary>Text in which nothing hides: messages quote names and values as they were given.</summary>
internal static class VisibleText
{
    /// <summary>The text with its control characters as escapes (\u0000); line ends and tabs stay.</summary>
    public static string Of(string text)
    {
        if (!text.Any(IsHidden))
            return text;
        StringBuilder visible = new(text.Length + 16);
        for (int at = 0; at < text.Length; at++)
        {
            if (IsHidden(text[at]) && !(text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n'))
                visible.Append($"\\u{(int)text[at]:x4}");
            else
                visible.Append(text[at]);
        }
        return visible.ToString();
    }

    private static bool IsHidden(char one) => char.IsControl(one) && one is not ('\n' or '\t');
}
