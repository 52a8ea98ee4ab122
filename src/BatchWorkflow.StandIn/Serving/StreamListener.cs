using System.Net.Sockets;

namespace BatchWorkflow.StandIn.Serving;

/// <summary>Accepts connections on a TCP port or a unix socket and hands each to its handler.</summary>
internal sealed class StreamListener(Endpoint endpoint, Func<Stream, CancellationToken, Task> handler) : Listener
{
    private const int MostConnections = 16;
    private static readonly TimeSpan LongestConnection = TimeSpan.FromSeconds(30);

    /// <inheritdoc />
    public override string Address => endpoint.ToString();

    /// <inheritdoc />
    public override async Task ServeAsync(CancellationToken cancellationToken)
    {
        using Socket socket = endpoint.Bind(SocketType.Stream);
        socket.Listen();
        try
        {
            await Task.WhenAll(Enumerable.Range(0, MostConnections).Select(_ => AcceptAsync(socket, cancellationToken)));
        }
        finally
        {
            endpoint.Forget();
        }
    }

    private async Task AcceptAsync(Socket socket, CancellationToken cancellationToken)
    {
        while (true)
        {
            await using NetworkStream stream = new(await socket.AcceptAsync(cancellationToken), ownsSocket: true);
            await HandleAsync(stream, cancellationToken);
        }
    }

    private async Task HandleAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LongestConnection);
        try
        {
            await handler(stream, limit.Token);
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
        {
            // The client went away or took too long: its connection ends, the service does not.
        }
    }
}
