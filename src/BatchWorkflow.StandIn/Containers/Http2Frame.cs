using System.Buffers.Binary;

namespace BatchWorkflow.StandIn.Containers;

/// <summary>A frame of HTTP/2 (RFC 9113).</summary>
internal sealed record Http2Frame(Http2FrameType Type, byte Flags, int Stream, byte[] Payload)
{
    /// <summary>The flag by which settings and pings are acknowledged.</summary>
    public const byte Acknowledgement = 1;

    private const int HeaderLength = 9;
    private const int MostPayload = 16 * 1024;
    private const byte RefusedStream = 7;

    /// <summary>What every client sends first.</summary>
    public static ReadOnlyMemory<byte> Preface { get; } = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray();

    /// <summary>True for the acknowledgement of settings or of a ping.</summary>
    public bool IsAcknowledgement => Type is Http2FrameType.Settings or Http2FrameType.Ping && (Flags & Acknowledgement) != 0;

    /// <summary>Refuses a call before it is looked at.</summary>
    public static Http2Frame Refuse(int stream) => new(Http2FrameType.Reset, 0, stream, [0, 0, 0, RefusedStream]);

    /// <summary>The next frame; null when the other side has closed.</summary>
    public static async Task<Http2Frame?> ReadAsync(System.IO.Stream stream, CancellationToken cancellationToken)
    {
        byte[] header = new byte[HeaderLength];
        int read = await stream.ReadAtLeastAsync(header, HeaderLength, throwOnEndOfStream: false, cancellationToken);
        if (read < HeaderLength)
            return null;
        int length = (header[0] << 16) | (header[1] << 8) | header[2];
        if (length > MostPayload)
            throw new IOException($"a frame of {length} bytes is longer than was agreed");
        byte[] payload = new byte[length];
        await stream.ReadExactlyAsync(payload, cancellationToken);
        return new Http2Frame((Http2FrameType)header[3], header[4], BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(5)) & int.MaxValue, payload);
    }

    /// <summary>Sends it.</summary>
    public async Task WriteAsync(System.IO.Stream stream, CancellationToken cancellationToken)
    {
        byte[] bytes = new byte[HeaderLength + Payload.Length];
        bytes[0] = (byte)(Payload.Length >> 16);
        bytes[1] = (byte)(Payload.Length >> 8);
        bytes[2] = (byte)Payload.Length;
        bytes[3] = (byte)Type;
        bytes[4] = Flags;
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(5), Stream);
        Payload.CopyTo(bytes, HeaderLength);
        await stream.WriteAsync(bytes, cancellationToken);
    }
}
