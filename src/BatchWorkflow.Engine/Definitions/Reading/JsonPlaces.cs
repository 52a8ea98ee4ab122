namespace BatchWorkflow.Engine.Definitions.Reading;

/// <summary>Lines and columns of a UTF-8 text, asked for from front to back.</summary>
internal sealed class JsonPlaces(byte[] content)
{
    private int at;
    private int line = 1;
    private int column = 1;

    /// <summary>The place of a byte that is not before the last one asked for.</summary>
    public (int Line, int Column) Of(long offset)
    {
        for (; at < offset; at++)
        {
            if (content[at] == (byte)'\n')
                (line, column) = (line + 1, 1);
            else if ((content[at] & 0xC0) != 0x80)
                column++;
        }
        return (line, column);
    }

    /// <summary>The offset of a byte in a line, both counted from 0.</summary>
    public static int OffsetOf(byte[] content, int lines, int bytes)
    {
        int start = 0;
        for (int i = 0; i < lines; i++)
            start += content.AsSpan(start).IndexOf((byte)'\n') + 1;
        return Math.Min(content.Length, start + bytes);
    }
}
