using System.Net;
using System.Net.Sockets;

namespace BatchWorkflow.StandIn.Serving;

/// <summary>Where a service listens: a port of this machine or a unix socket.</summary>
internal sealed class Endpoint
{
    private readonly EndPoint endPoint;
    private readonly string? path;

    private Endpoint(EndPoint endPoint, string? path) => (this.endPoint, this.path) = (endPoint, path);

    /// <summary>A port.</summary>
    public static Endpoint Port(IPAddress address, int port) => new(new IPEndPoint(address, port), null);

    /// <summary>A unix socket. The kernel takes about 100 bytes of path, so one below the current folder is named relative to it.</summary>
    public static Endpoint Unix(string path)
    {
        string here = Directory.GetCurrentDirectory() + Path.DirectorySeparatorChar;
        string shortest = path.StartsWith(here, StringComparison.Ordinal) ? path[here.Length..] : path;
        return new Endpoint(new UnixDomainSocketEndPoint(shortest), shortest);
    }

    /// <inheritdoc />
    public override string ToString() => path ?? endPoint.ToString()!;

    /// <summary>A socket that is bound here; what a former program left of a unix socket is taken over.</summary>
    public Socket Bind(SocketType type)
    {
        if (path is not null)
            ClearPath(path);
        Socket socket = New(type);
        try
        {
            socket.Bind(endPoint);
            return socket;
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            socket.Dispose();
            throw new InUseException(ToString());
        }
    }

    /// <summary>A connection to whoever listens here.</summary>
    public async Task<NetworkStream> ConnectAsync(CancellationToken cancellationToken)
    {
        Socket? socket = null;
        try
        {
            socket = New(SocketType.Stream);
            await socket.ConnectAsync(endPoint, cancellationToken);
            NetworkStream stream = new(socket, ownsSocket: true);
            socket = null;
            return stream;
        }
        finally
        {
            socket?.Dispose();
        }
    }

    /// <summary>Sends a datagram and waits for the answer.</summary>
    public async Task<byte[]> AskAsync(ReadOnlyMemory<byte> question, CancellationToken cancellationToken)
    {
        using Socket socket = New(SocketType.Dgram);
        await socket.ConnectAsync(endPoint, cancellationToken);
        await socket.SendAsync(question, cancellationToken);
        byte[] buffer = new byte[4096];
        int length = await socket.ReceiveAsync(buffer, cancellationToken);
        return buffer[..length];
    }

    /// <summary>Removes what a unix socket leaves in the file system.</summary>
    public void Forget()
    {
        if (path is not null)
            File.Delete(path);
    }

    private Socket New(SocketType type) =>
        new(endPoint.AddressFamily, type, path is not null ? ProtocolType.Unspecified : type == SocketType.Dgram ? ProtocolType.Udp : ProtocolType.Tcp);

    private void ClearPath(string socketPath)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(socketPath))!);
        if (!File.Exists(socketPath))
            return;
        using Socket former = New(SocketType.Stream);
        try
        {
            former.Connect(endPoint);
        }
        catch (SocketException)
        {
            File.Delete(socketPath);
            return;
        }
        throw new InUseException(socketPath);
    }
}
