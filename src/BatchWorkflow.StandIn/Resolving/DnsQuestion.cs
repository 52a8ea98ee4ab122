using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace BatchWorkflow.StandIn.Resolving;

/// <summary>One question of the domain name system, and how it is answered (RFC 1035).</summary>
internal sealed class DnsQuestion
{
    private const int HeaderLength = 12;
    private readonly byte[] message;

    private DnsQuestion(byte[] message, string name, DnsType type) => (this.message, Name, Type) = (message, name, type);

    /// <summary>The name that is asked for, in lower case, without the last dot.</summary>
    public string Name { get; }

    /// <summary>What is asked about it.</summary>
    public DnsType Type { get; }

    /// <summary>The question as it goes over the wire.</summary>
    public ReadOnlyMemory<byte> Wire => message;

    /// <summary>Reads a datagram; null when it holds no question that can be answered.</summary>
    public static DnsQuestion? Read(ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length < HeaderLength || (datagram[2] & 0x80) != 0 || BinaryPrimitives.ReadUInt16BigEndian(datagram[4..]) != 1)
            return null;
        StringBuilder name = new();
        int position = HeaderLength;
        while (position < datagram.Length && datagram[position] is > 0 and <= 63 and byte length)
        {
            if (position + 1 + length > datagram.Length || name.Length > 253)
                return null;
            name.Append(name.Length > 0 ? "." : "").Append(Encoding.ASCII.GetString(datagram.Slice(position + 1, length)));
            position += 1 + length;
        }
        if (position + 5 > datagram.Length || datagram[position] != 0)
            return null;
        DnsType type = (DnsType)BinaryPrimitives.ReadUInt16BigEndian(datagram[(position + 1)..]);
        return new DnsQuestion(datagram[..(position + 5)].ToArray(), name.ToString().ToLowerInvariant(), type);
    }

    /// <summary>Asks for an address, recursively.</summary>
    public static DnsQuestion Ask(ushort id, string name, DnsType type)
    {
        List<byte> message = [(byte)(id >> 8), (byte)id, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
        foreach (string label in name.Split('.'))
            message.AddRange([(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]);
        message.AddRange([0, 0, (byte)type, 0, 1]);
        return new DnsQuestion([.. message], name, type);
    }

    /// <summary>The answer with these addresses, those of another family left out.</summary>
    public byte[] Answer(DnsResult result, IEnumerable<IPAddress> addresses)
    {
        AddressFamily family = Type == DnsType.Ipv6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
        IPAddress[] fitting = Type is DnsType.Ipv4 or DnsType.Ipv6 ? [.. addresses.Where(address => address.AddressFamily == family)] : [];
        List<byte> reply = [.. message];
        reply[2] = (byte)(0x84 | (message[2] & 0x79));
        reply[3] = (byte)(0x80 | (byte)result);
        reply[6] = 0;
        reply[7] = (byte)fitting.Length;
        for (int unused = 8; unused < HeaderLength; unused++)
            reply[unused] = 0;
        foreach (IPAddress address in fitting)
        {
            byte[] bytes = address.GetAddressBytes();
            reply.AddRange([0xC0, HeaderLength, 0, (byte)Type, 0, 1, 0, 0, 0, 60, 0, (byte)bytes.Length, .. bytes]);
        }
        return [.. reply];
    }

    /// <summary>True when a datagram answers this question without an error, with at least one record.</summary>
    public bool IsAnsweredBy(ReadOnlySpan<byte> reply) =>
        reply.Length > HeaderLength && reply[..2].SequenceEqual(message.AsSpan(0, 2)) && (reply[2] & 0x80) != 0
        && (reply[3] & 0x0F) == (byte)DnsResult.Found && BinaryPrimitives.ReadUInt16BigEndian(reply[6..]) > 0;
}
