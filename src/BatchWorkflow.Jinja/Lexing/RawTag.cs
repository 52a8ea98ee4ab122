namespace BatchWorkflow.Jinja.Lexing;

/// <summary>Recognises the tags around text that is to stay as it is.</summary>
internal static class RawTag
{
    /// <summary>The closing tag: where it starts, its opening sign, where its end mark ends, and the sign before that.</summary>
    internal readonly record struct End(int Start, char Sign, int After, char EndSign);

    /// <summary>Tells whether a block tag whose mark ends at an offset opens raw text, with its sign and where the raw text begins.</summary>
    internal static bool TryBegin(string text, int offset, LexerOptions options, out char sign, out int body)
    {
        body = 0;
        if (!TryWord(text, ref offset, "raw", out sign))
            return false;
        string end = options.Delimiters.BlockEnd;
        while (offset < text.Length && char.IsWhiteSpace(text[offset]))
            offset++;
        if (offset < text.Length && text[offset] == '-' && StartsWith(text, offset + 1, end))
        {
            body = offset + 1 + end.Length;
            while (body < text.Length && char.IsWhiteSpace(text[body]))
                body++;
            return true;
        }

        if (!StartsWith(text, offset, end))
            return false;
        body = offset + end.Length;
        return true;
    }

    internal static bool TryEnd(string text, int from, LexerOptions options, out End found)
    {
        JinjaDelimiters marks = options.Delimiters;
        for (int start = text.IndexOf(marks.BlockStart, from, StringComparison.Ordinal); start >= 0;
            start = text.IndexOf(marks.BlockStart, start + 1, StringComparison.Ordinal))
        {
            int offset = start + marks.BlockStart.Length;
            if (!TryWord(text, ref offset, "endraw", out char sign))
                continue;
            while (offset < text.Length && char.IsWhiteSpace(text[offset]))
                offset++;
            char endSign = offset < text.Length && text[offset] is '-' or '+' ? text[offset] : '\0';
            if (endSign != '\0')
                offset++;
            if (!StartsWith(text, offset, marks.BlockEnd))
                continue;
            found = new End(start, sign, offset + marks.BlockEnd.Length, endSign);
            return true;
        }

        found = default;
        return false;
    }

    private static bool TryWord(string text, ref int offset, string word, out char sign)
    {
        sign = offset < text.Length && text[offset] is '-' or '+' ? text[offset] : '\0';
        if (sign != '\0')
            offset++;
        while (offset < text.Length && char.IsWhiteSpace(text[offset]))
            offset++;
        if (!StartsWith(text, offset, word))
            return false;
        offset += word.Length;
        return true;
    }

    private static bool StartsWith(string text, int offset, string value) =>
        offset <= text.Length && string.CompareOrdinal(text, offset, value, 0, value.Length) == 0 && offset + value.Length <= text.Length;
}
