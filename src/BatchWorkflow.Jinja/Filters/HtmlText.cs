using System.Net;
using System.Text;
using BatchWorkflow.Jinja.Methods;

namespace BatchWorkflow.Jinja.Filters;

/// <summary>Plain text from HTML.</summary>
internal static class HtmlText
{
    /// <summary>Takes comments and tags away, makes runs of whitespace one space, and resolves entities.</summary>
    internal static string StripTags(string text)
    {
        string plain = Without(Without(text, "<!--", "-->"), "<", ">");
        return WebUtility.HtmlDecode(string.Join(' ', StringSplitting.Words(plain)));
    }

    private static string Without(string text, string open, string close)
    {
        StringBuilder kept = new(text.Length);
        int from = 0;
        while (true)
        {
            int start = text.IndexOf(open, from, StringComparison.Ordinal);
            int end = start < 0 ? -1 : text.IndexOf(close, start, StringComparison.Ordinal);
            if (end < 0)
                break;
            kept.Append(text, from, start - from);
            from = end + close.Length;
        }

        return kept.Append(text, from, text.Length - from).ToString();
    }
}
