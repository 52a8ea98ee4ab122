using System.Net;
using System.Net.Sockets;

namespace BatchWorkflow.Providers.Tests.Ssh;

/// <summary>
/// Stands between a client and a server. Once a client has sent so much over one connection, what the server says on it is held back until the client
/// has sent much more: whoever waits for each answer waits for ever.
/// </summary>
internal sealed class TardyRelay : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly Task accepting;

    public TardyRelay(int server, long from, long until)
    {
        listener.Start();
        accepting = AcceptAsync(server, from, until);
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Dispose();
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        end.Dispose();
    }

    private async Task AcceptAsync(int server, long from, long until)
    {
        while (true)
            _ = RelayAsync(await listener.AcceptTcpClientAsync(end.Token), server, from, until);
    }

    private async Task RelayAsync(TcpClient client, int server, long from, long until)
    {
        using TcpClient near = client, far = new();
        await far.ConnectAsync(IPAddress.Loopback, server, end.Token);
        TaskCompletionSource enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
        long sent = 0;
        Task there = PumpAsync(near, far, count =>
        {
            if (Interlocked.Add(ref sent, count) >= until)
                enough.TrySetResult();
            return Task.CompletedTask;
        });
        Task back = PumpAsync(far, near, _ => Interlocked.Read(ref sent) < from ? Task.CompletedTask : enough.Task.WaitAsync(end.Token));
        await Task.WhenAny(there, back);
    }

    /// <summary>Hands on what comes, each piece after the given task is done.</summary>
    private async Task PumpAsync(TcpClient source, TcpClient target, Func<int, Task> before)
    {
        byte[] piece = new byte[16 * 1024];
        while (await source.GetStream().ReadAsync(piece, end.Token) is > 0 and int count)
        {
            await before(count);
            await target.GetStream().WriteAsync(piece.AsMemory(0, count), end.Token);
        }
    }
}
