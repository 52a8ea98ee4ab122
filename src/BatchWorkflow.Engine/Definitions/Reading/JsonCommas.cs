namespace BatchWorkflow.Engine.Definitions.Reading;

/// <summary>Finds commas of a JSON text, outside of its texts and comments.</summary>
internal static class JsonCommas
{
    /// <summary>The offset of the last comma before a place, where one is known to be.</summary>
    public static int LastBefore(ReadOnlySpan<byte> content, int end)
    {
        int comma = 0;
        for (int at = 0; at < end; at++)
        {
            switch (content[at])
            {
                case (byte)',':
                    comma = at;
                    break;
                case (byte)'"':
                    at = EndOfText(content, at);
                    break;
                case (byte)'/' when content[at..].StartsWith("//"u8):
                    at = EndOf(content, at, "\n"u8);
                    break;
                case (byte)'/' when content[at..].StartsWith("/*"u8):
                    at = EndOf(content, at + 2, "*/"u8);
                    break;
            }
        }
        return comma;
    }

    private static int EndOfText(ReadOnlySpan<byte> content, int start)
    {
        int at = start + 1;
        while (at < content.Length && content[at] != (byte)'"')
            at += content[at] == (byte)'\\' ? 2 : 1;
        return at;
    }

    private static int EndOf(ReadOnlySpan<byte> content, int start, ReadOnlySpan<byte> mark) =>
        content[start..].IndexOf(mark) is >= 0 and int found ? start + found + mark.Length - 1 : content.Length;
}
