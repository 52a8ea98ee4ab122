using System.Text;

namespace BatchWorkflow.Jinja.Values;

/// <summary>Text that is safe to print into HTML as it is.</summary>
internal sealed record Markup(string Text)
{
    private static readonly System.Buffers.SearchValues<char> Special = System.Buffers.SearchValues.Create("&<>'\"");

    internal static string Escape(string text)
    {
        int first = text.AsSpan().IndexOfAny(Special);
        if (first < 0)
            return text;
        StringBuilder escaped = new(text.Length + 16);
        escaped.Append(text, 0, first);
        for (int i = first; i < text.Length; i++)
            _ = text[i] switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '\'' => escaped.Append("&#39;"),
                '"' => escaped.Append("&#34;"),
                _ => escaped.Append(text[i]),
            };
        return escaped.ToString();
    }
}
