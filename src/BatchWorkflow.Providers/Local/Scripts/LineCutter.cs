using System.Text;

namespace BatchWorkflow.Providers.Local.Scripts;

/// <summary>Cuts bytes into lines of bounded length.</summary>
internal sealed class LineCutter(Action<string> line)
{
    /// <summary>What a longer line is cut to.</summary>
    internal const int LongestLine = 64 * 1024;

    private const char ShownForNul = '\u2400';

    private readonly List<byte> partial = [];
    private long cut;

    /// <summary>Takes more bytes.</summary>
    public void Take(ReadOnlySpan<byte> bytes)
    {
        while (bytes.IndexOf((byte)'\n') is >= 0 and int end)
        {
            if (partial.Count == 0 && end <= LongestLine)
                Hand(bytes[..end]);
            else
            {
                Keep(bytes[..end]);
                HandPartial();
            }
            bytes = bytes[(end + 1)..];
        }
        Keep(bytes);
    }

    /// <summary>No more bytes come: what is left is a line.</summary>
    public void Finish()
    {
        if (partial.Count > 0)
            HandPartial();
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        int room = Math.Min(bytes.Length, LongestLine - partial.Count);
        partial.AddRange(bytes[..room]);
        cut += bytes.Length - room;
    }

    private void HandPartial()
    {
        Hand(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(partial));
        partial.Clear();
        cut = 0;
    }

    private void Hand(ReadOnlySpan<byte> bytes)
    {
        long more = cut;
        if (more > 0)
        {
            int whole = WholeCharacters(bytes);
            more += bytes.Length - whole;
            bytes = bytes[..whole];
        }
        else if (bytes.EndsWith("\r"u8))
            bytes = bytes[..^1];
        string text = Encoding.UTF8.GetString(bytes).Replace('\0', ShownForNul);
        line(more > 0 ? $"{text} [cut: {more} more bytes]" : text);
    }

    private static int WholeCharacters(ReadOnlySpan<byte> bytes)
    {
        int lead = bytes.Length - 1;
        while (lead > 0 && lead > bytes.Length - 4 && (bytes[lead] & 0xC0) == 0x80)
            lead--;
        return Rune.DecodeFromUtf8(bytes[lead..], out _, out _) == System.Buffers.OperationStatus.Done ? bytes.Length : lead;
    }
}
