using System.Buffers.Binary;

namespace BatchWorkflow.StandIn.Storage;

/// <summary>A record of ONC RPC over TCP: its length, marked as the last piece, then its bytes (RFC 5531, section 11).</summary>
internal static class RpcRecord
{
    private const uint LastPiece = 0x8000_0000;
    private const int MostBytes = 4096;

    /// <summary>The next record; null when the other side has closed or sent something else.</summary>
    public static async Task<byte[]?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] mark = new byte[4];
        if (await stream.ReadAtLeastAsync(mark, mark.Length, throwOnEndOfStream: false, cancellationToken) < mark.Length)
            return null;
        uint length = BinaryPrimitives.ReadUInt32BigEndian(mark);
        if ((length & LastPiece) == 0 || (length &= ~LastPiece) > MostBytes)
            return null;
        byte[] record = new byte[length];
        await stream.ReadExactlyAsync(record, cancellationToken);
        return record;
    }

    /// <summary>Sends a record.</summary>
    public static async Task WriteAsync(Stream stream, byte[] record, CancellationToken cancellationToken)
    {
        byte[] bytes = new byte[4 + record.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, LastPiece | (uint)record.Length);
        record.CopyTo(bytes, 4);
        await stream.WriteAsync(bytes, cancellationToken);
    }
}
