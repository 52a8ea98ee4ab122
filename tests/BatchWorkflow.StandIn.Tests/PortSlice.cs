using System.Net;
using System.Net.Sockets;

namespace BatchWorkflow.StandIn.Tests;

/// <summary>Ports in a row that nobody listens on, below those that the kernel hands out.</summary>
internal static class PortSlice
{
    public const int Count = 16;
    private static int next = 20_000 + Environment.ProcessId % 500 * Count;

    public static int Take()
    {
        while (true)
        {
            int first = Interlocked.Add(ref next, Count);
            if (Enumerable.Range(first, Count).All(IsFree))
                return first;
        }
    }

    private static bool IsFree(int port)
    {
        using Socket stream = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using Socket datagram = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            stream.Bind(new IPEndPoint(IPAddress.Loopback, port));
            datagram.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
