using System.Net;
using System.Net.Sockets;

namespace BatchWorkflow.StandIn.Serving;

/// <summary>Answers each datagram that comes to a UDP port.</summary>
internal sealed class DatagramListener(Endpoint endpoint, Func<ReadOnlyMemory<byte>, CancellationToken, Task<byte[]?>> answer) : Listener
{
    private const int MostQuestions = 4;

    /// <inheritdoc />
    public override string Address => $"{endpoint} (udp)";

    /// <inheritdoc />
    public override async Task ServeAsync(CancellationToken cancellationToken)
    {
        using Socket socket = endpoint.Bind(SocketType.Dgram);
        await Task.WhenAll(Enumerable.Range(0, MostQuestions).Select(_ => ReceiveAsync(socket, cancellationToken)));
    }

    private async Task ReceiveAsync(Socket socket, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[4096];
        EndPoint anybody = new IPEndPoint(IPAddress.Any, 0);
        while (true)
        {
            SocketReceiveFromResult received = await socket.ReceiveFromAsync(buffer, anybody, cancellationToken);
            await AnswerAsync(socket, buffer.AsMemory(0, received.ReceivedBytes), received.RemoteEndPoint, cancellationToken);
        }
    }

    private async Task AnswerAsync(Socket socket, ReadOnlyMemory<byte> question, EndPoint asker, CancellationToken cancellationToken)
    {
        try
        {
            if (await answer(question, cancellationToken) is { } reply)
                await socket.SendToAsync(reply, asker, cancellationToken);
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            // The asker went away, or the service ends: a datagram may be lost.
        }
    }
}
