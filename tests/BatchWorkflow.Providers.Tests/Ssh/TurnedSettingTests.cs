using System.Net;
using System.Net.Sockets;
using BatchWorkflow.Providers.Ssh;
using BatchWorkflow.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace BatchWorkflow.Providers.Tests.Ssh;

/// <summary>Settings of an ssh connection, turned one way and the other.</summary>
public sealed class TurnedSettingTests : SshTest
{
    [Fact]
    [Turns("ssh.host")]
    [Turns("ssh.port")]
    public async Task Connect_AnotherHostAndPort_IsThatServer()
    {
        SshServer other = await StartServerAsync("other", "127.0.0.2");
        foreach (SshServer server in new[] { Server, other })
        {
            await using Connection connection = server.Open();
            Assert.EndsWith($" {server.Address} {server.Port}", Assert.Single(await SaysAsync(connection, "echo $SSH_CONNECTION")), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("red")]
    [InlineData("green")]
    [Turns("ssh.environment")]
    public async Task Script_Environment_IsThere(string colour)
    {
        await using Connection connection = Server.Open(settings => settings["environment"] = new Dictionary<string, object?> { ["COLOUR"] = colour });
        Assert.Equal([colour], await SaysAsync(connection, "echo $COLOUR"));
    }

    [Theory]
    [InlineData("one")]
    [InlineData("two")]
    [Turns("ssh.folder")]
    public async Task Script_Folder_HoldsOurFiles(string name)
    {
        await AcceptedAsync(Server.Open(settings => settings["folder"] = Folder[name]));
        Assert.True(Directory.Exists(Folder[name]));
        Assert.False(Directory.Exists(Server.Files));
    }

    [Fact]
    [Turns("ssh.key_exchange")]
    public async Task Connect_KeyExchangeThatTheServerLacks_IsRefused()
    {
        SshServer server = await StartServerAsync("picky", "127.0.0.2", "KexAlgorithms ecdh-sha2-nistp256");
        await AcceptedAsync(server.Open(settings => settings["key_exchange"] = "ecdh-sha2-nistp256"));
        await RefusedAsync(server.Open(settings => settings["key_exchange"] = "curve25519-sha256"));
    }

    [Fact]
    [Turns("ssh.connect_timeout")]
    public async Task Connect_ServerThatSaysNothing_FailsWhenItsTimeIsOver()
    {
        using TcpListener silent = new(IPAddress.Loopback, 0);
        silent.Start();
        Task<Failure> Refused(object seconds) => RefusedAsync(Server.Open(settings =>
            (settings["port"], settings["connect_timeout"]) = ((long)((IPEndPoint)silent.LocalEndpoint).Port, seconds)));
        Task<Failure> patient = Refused(600L);
        Assert.Equal(FailureKind.Transient, (await Refused(0.3)).Kind);
        Assert.False(patient.IsCompleted);
        using (TcpClient one = await silent.AcceptTcpClientAsync(), two = await silent.AcceptTcpClientAsync())
            silent.Stop();
        await patient;
    }

    [Theory]
    [InlineData(30L, false)]
    [InlineData(3000L, true)]
    [Turns("ssh.idle_timeout")]
    public async Task Connection_Idle_IsClosedWhenItsTimeIsOver(long seconds, bool isKept)
    {
        FakeTimeProvider time = new(DateTimeOffset.UtcNow);
        Dictionary<string, object?> settings = new(Server.Settings) { ["idle_timeout"] = seconds };
        await using Connection connection = new SshConnectionFactory().Open(new ConnectionContext
        {
            Definition = new ConnectionDefinition { Kind = "ssh", Settings = settings },
            Server = new ResourceState { Identity = "test/web", Kind = "server", ProviderId = "web-id" },
            StatePath = Folder.Path,
            Time = time,
        });
        IReadOnlyList<string> before = await SaysAsync(connection, "echo $SSH_CONNECTION");
        time.Advance(TimeSpan.FromSeconds(100));
        time.Advance(TimeSpan.FromSeconds(100));
        Assert.Equal(isKept, before.SequenceEqual(await SaysAsync(connection, "echo $SSH_CONNECTION")));
    }

    [Fact]
    [Turns("ssh.keep_alive")]
    public async Task Connection_WithNothingToSay_IsKeptAwake()
    {
        await using Relay often = new(Server), seldom = new(Server);
        await using Connection first = Open(often, 0.05), second = Open(seldom, 3000L);
        await SaysAsync(second, "true");
        long quiet = seldom.Sent;
        await SaysAsync(first, "true");
        long busy = often.Sent;
        await often.SentAsync(busy + 5);
        Assert.InRange(seldom.Sent, quiet, quiet + 2);
    }

    private Connection Open(Relay relay, object keepAlive) => Server.Open(settings =>
        (settings["port"], settings["keep_alive"], settings["accept_new"], settings["known_hosts"]) = ((long)relay.Port, keepAlive, true, Folder[$"known-{relay.Port}"]));

    /// <summary>Passes a connection on to a server and counts what the client sends.</summary>
    private sealed class Relay : IAsyncDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private readonly SemaphoreSlim moved = new(0);
        private readonly Task passing;
        private long sent;

        public Relay(SshServer server)
        {
            listener.Start();
            passing = PassAsync(server);
        }

        public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

        public long Sent => Interlocked.Read(ref sent);

        public async Task SentAsync(long count)
        {
            while (Sent < count)
                await moved.WaitAsync();
        }

        public async ValueTask DisposeAsync()
        {
            listener.Dispose();
            await passing;
            moved.Dispose();
        }

        private async Task PassAsync(SshServer server)
        {
            using TcpClient client = await listener.AcceptTcpClientAsync();
            using TcpClient there = new();
            await there.ConnectAsync(server.Address, server.Port);
            Task back = CopyAsync(there.GetStream(), client.GetStream(), counts: false);
            await CopyAsync(client.GetStream(), there.GetStream(), counts: true);
            there.Close();
            await back;
        }

        private async Task CopyAsync(NetworkStream from, NetworkStream to, bool counts)
        {
            byte[] bytes = new byte[64 * 1024];
            try
            {
                while (await from.ReadAsync(bytes) is > 0 and var count)
                {
                    await to.WriteAsync(bytes.AsMemory(0, count));
                    if (!counts)
                        continue;
                    Interlocked.Increment(ref sent);
                    moved.Release();
                }
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                // One of the two has gone.
            }
        }
    }
}
