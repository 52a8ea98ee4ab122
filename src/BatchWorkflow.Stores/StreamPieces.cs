namespace BatchWorkflow.Stores;

/// <summary>Puts a stream together from the pieces that a database keeps; what does not fit together is not what was written.</summary>
/// <param name="length">The stream's length.</param>
/// <param name="offset">Where reading begins.</param>
internal sealed class StreamPieces(long length, long offset)
{
    private readonly List<byte[]> pieces = [];
    private long? begin;
    private long end;
    private bool fits = true;

    /// <summary>Adds the next piece.</summary>
    public void Add(long start, byte[] bytes)
    {
        begin ??= start;
        fits &= pieces.Count == 0 || start == end;
        pieces.Add(bytes);
        end = start + bytes.Length;
    }

    /// <summary>The stream's bytes from the offset on.</summary>
    /// <exception cref="InvalidDataException">The pieces are not all of it, or not in their places.</exception>
    public byte[] Join()
    {
        if (length <= offset)
            return [];
        if (!fits || begin is null or < 0 || begin > offset || end != length)
            throw new InvalidDataException($"its pieces are not the {length} bytes that it should have");
        byte[] whole = new byte[length - offset];
        long at = begin.Value;
        foreach (byte[] piece in pieces)
        {
            int skip = (int)Math.Clamp(offset - at, 0, piece.Length);
            piece.AsSpan(skip).CopyTo(whole.AsSpan((int)Math.Max(0, at - offset)));
            at += piece.Length;
        }
        return whole;
    }
}
