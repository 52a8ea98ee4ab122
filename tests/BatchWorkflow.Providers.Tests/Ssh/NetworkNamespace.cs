using BatchWorkflow.TestKit;

namespace BatchWorkflow.Providers.Tests.Ssh;

/// <summary>A network of its own behind a pair of virtual cables, whose other end can lose every packet both ways; it goes with this object.</summary>
internal sealed class NetworkNamespace : IAsyncDisposable
{
    private static int made;

    private readonly string ip, inside;

    private NetworkNamespace(string ip, int number)
    {
        this.ip = ip;
        string unique = $"{Environment.ProcessId % 10000}x{number}";
        (Name, inside) = ($"bwt{unique}", $"bwn{unique}");
        Address = $"10.{200 + (Environment.ProcessId % 50)}.{number % 250}.2";
    }

    public string Name { get; }

    /// <summary>The address inside.</summary>
    public string Address { get; }

    public static async Task<NetworkNamespace> MakeAsync()
    {
        if (Environment.UserName != "root")
            Components.Lacks("root", "only root can make a network for the test");
        NetworkNamespace network = new(Components.Program("sshd", "ip", "install iproute2"), Interlocked.Increment(ref made));
        string outside = network.inside.Replace("bwn", "bwh", StringComparison.Ordinal);
        await network.RunAsync("netns", "add", network.Name);
        await network.RunAsync("link", "add", outside, "type", "veth", "peer", "name", network.inside, "netns", network.Name);
        await network.RunAsync("addr", "add", $"{network.Address[..^1]}1/30", "dev", outside);
        await network.RunAsync("link", "set", outside, "up");
        await network.RunAsync("-n", network.Name, "addr", "add", $"{network.Address}/30", "dev", network.inside);
        await network.RunAsync("-n", network.Name, "link", "set", "lo", "up");
        await network.MendAsync();
        return network;
    }

    /// <summary>Loses every packet from now on; no side is told.</summary>
    public Task CutAsync() => RunAsync("-n", Name, "link", "set", inside, "down");

    /// <summary>Carries packets again.</summary>
    public Task MendAsync() => RunAsync("-n", Name, "link", "set", inside, "up");

    public async ValueTask DisposeAsync() => await RunAsync("netns", "del", Name);

    private Task<string> RunAsync(params string[] arguments) => SshServer.RunAsync(ip, arguments);
}
