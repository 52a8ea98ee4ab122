namespace BatchWorkflow.Engine.Definitions.Reading;

/// <summary>Finds commas, brackets and quotes of a JSON text, outside of its texts and comments.</summary>
internal static class JsonMarks
{
    /// <summary>The offset of the last comma before a place, where one is known to be.</summary>
    public static int LastComma(byte[] content, int end) => Outside(content, end).LastOrDefault(at => content[at] == (byte)',');

    /// <summary>The offset of the quote with which the text begins that reaches a place.</summary>
    public static int Quote(byte[] content, int end) => Outside(content, end).LastOrDefault(at => content[at] == (byte)'"');

    /// <summary>The offset of the innermost bracket or brace that is open at the end; -1 for none.</summary>
    public static int OpenBracket(byte[] content)
    {
        Stack<int> open = [];
        foreach (int at in Outside(content, content.Length))
            if (content[at] is (byte)'{' or (byte)'[')
                open.Push(at);
            else if (content[at] is (byte)'}' or (byte)']')
                open.TryPop(out _);
        return open.TryPeek(out int last) ? last : -1;
    }

    /// <summary>The offsets of all bytes that are in no text and no comment, the first quotes of texts with them.</summary>
    private static IEnumerable<int> Outside(byte[] content, int end)
    {
        for (int at = 0; at < end; at++)
        {
            if (content.AsSpan(at).StartsWith("//"u8))
            {
                at = EndOf(content, at, "\n"u8);
                continue;
            }
            if (content.AsSpan(at).StartsWith("/*"u8))
            {
                at = EndOf(content, at + 2, "*/"u8);
                continue;
            }
            yield return at;
            if (content[at] == (byte)'"')
                at = EndOfText(content, at);
        }
    }

    private static int EndOfText(byte[] content, int start)
    {
        int at = start + 1;
        while (at < content.Length && content[at] != (byte)'"')
            at += content[at] == (byte)'\\' ? 2 : 1;
        return at;
    }

    private static int EndOf(byte[] content, int start, ReadOnlySpan<byte> mark) =>
        content.AsSpan(start).IndexOf(mark) is >= 0 and int found ? start + found + mark.Length - 1 : content.Length;
}
