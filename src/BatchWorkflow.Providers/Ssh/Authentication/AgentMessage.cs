using System.Buffers.Binary;

namespace BatchWorkflow.Providers.Ssh.Authentication;

/// <summary>A message of the agent's protocol: a type and fields, numbers big-endian, texts with their length before.</summary>
internal sealed class AgentMessage
{
    /// <summary>Asks for the keys, and is answered by <see cref="Keys"/>.</summary>
    public const byte RequestKeys = 11, Keys = 12;

    /// <summary>Asks for a signature, and is answered by <see cref="Signature"/>.</summary>
    public const byte RequestSignature = 13, Signature = 14;

    private const int Longest = 256 * 1024;

    private readonly List<byte> bytes;
    private int at = 1;

    /// <summary>An empty message.</summary>
    public AgentMessage(byte type) => bytes = [type];

    private AgentMessage(byte[] content) => bytes = [.. content];

    /// <summary>Its type.</summary>
    public byte Type => bytes[0];

    /// <summary>Adds a number.</summary>
    public AgentMessage Add(uint number)
    {
        Span<byte> four = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(four, number);
        bytes.AddRange(four);
        return this;
    }

    /// <summary>Adds bytes with their length.</summary>
    public AgentMessage Add(ReadOnlySpan<byte> text)
    {
        Add((uint)text.Length);
        bytes.AddRange(text);
        return this;
    }

    /// <summary>Reads the next number.</summary>
    public uint ReadNumber()
    {
        if (at + 4 > bytes.Count)
            throw new InvalidDataException("The agent's answer ends too early.");
        uint number = BinaryPrimitives.ReadUInt32BigEndian(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes)[at..]);
        at += 4;
        return number;
    }

    /// <summary>Reads the next bytes.</summary>
    public byte[] ReadBytes()
    {
        uint length = ReadNumber();
        if (length > bytes.Count - at)
            throw new InvalidDataException("The agent's answer ends too early.");
        at += (int)length;
        return [.. bytes[(at - (int)length)..at]];
    }

    /// <summary>Sends it.</summary>
    public void WriteTo(Stream stream)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(length, (uint)bytes.Count);
        stream.Write([.. length, .. bytes]);
        stream.Flush();
    }

    /// <summary>Receives one.</summary>
    public static AgentMessage ReadFrom(Stream stream)
    {
        Span<byte> length = stackalloc byte[4];
        stream.ReadExactly(length);
        uint count = BinaryPrimitives.ReadUInt32BigEndian(length);
        if (count is 0 or > Longest)
            throw new InvalidDataException("The agent's answer has an impossible length.");
        byte[] content = new byte[count];
        stream.ReadExactly(content);
        return new AgentMessage(content);
    }
}
