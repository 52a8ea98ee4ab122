using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text;

namespace BatchWorkflow.Providers.Local.Ports;

/// <summary>Finds loopback ports of this machine that are free.</summary>
internal static class FreePorts
{
    /// <summary>The first port that a server can get, and the one after the last: below those that the kernel gives to clients.</summary>
    public const int First = 20000, End = 32768;

    private const int Unit = 16;

    /// <summary>So many ports in a row, or null when there are none.</summary>
    /// <param name="count">How many.</param>
    /// <param name="taken">What is reserved.</param>
    /// <param name="registry">The registry's folder: each begins to look at a place of its own, so that two users seldom want the same ports.</param>
    public static PortBlock? Find(int count, IReadOnlyList<PortBlock> taken, string registry)
    {
        HashSet<int> listening = Listening();
        int start = First + (int)(Hash(registry) % ((End - First) / Unit) * Unit);
        return Find(start, End) ?? Find(First, Math.Min(End, start + count - 1));

        PortBlock? Find(int from, int end)
        {
            while (from + count <= end)
            {
                PortBlock block = new(from, count);
                if (taken.Where(block.Overlaps).MaxBy(other => other.End) is { } other)
                    from = other.End;
                else if (Enumerable.Range(from, count).Reverse().FirstOrDefault(port => listening.Contains(port) || !CanBind(port)) is > 0 and var busy)
                    from = busy + 1;
                else
                    return block;
            }
            return null;
        }
    }

    private static HashSet<int> Listening()
    {
        IPGlobalProperties machine = IPGlobalProperties.GetIPGlobalProperties();
        return [.. machine.GetActiveTcpListeners().Concat(machine.GetActiveUdpListeners()).Select(point => point.Port)];
    }

    private static bool CanBind(int port) => CanBind(port, SocketType.Stream) && CanBind(port, SocketType.Dgram);

    private static bool CanBind(int port, SocketType type)
    {
        using Socket socket = new(AddressFamily.InterNetwork, type, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>FNV-1a: every process must come to the same answer.</summary>
    private static uint Hash(string text) => Encoding.UTF8.GetBytes(text).Aggregate(2166136261, (hash, one) => (hash ^ one) * 16777619);
}
