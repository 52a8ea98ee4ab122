namespace BatchWorkflow.StandIn.Tests;

/// <summary>The scripts of examples/01-wuji, run as real processes in sandboxes.</summary>
public sealed class WujiTaskservTests : IDisposable
{
    private const string Storage = "wuji-strg-0";
    private const string ControlPlane = "wuji-cp-0";
    private readonly TemporaryFolder state = new();

    /// <summary>Taskserv, what it needs on its server, the file that is edited behind its back, and its daemon.</summary>
    public static TheoryData<string, string, string, string> Taskservs => new()
    {
        { "os", "", "etc/sysctl.d/90-containers.conf", "" },
        { "resolv", "", "etc/dnsmasq.conf", "dnsmasq" },
        { "containerd", "", "etc/containerd/config.toml", "containerd" },
        { "kubernetes", "containerd", "var/lib/kubelet/config.yaml", "kubelet" },
        { "rook-ceph", "", "etc/ceph/ceph.conf", "ceph-mon" },
        { "external-nfs", "", "etc/ganesha/ganesha.conf", "ganesha.nfsd" },
        { "cilium", "kubernetes", "etc/cilium/ciliumd.yaml", "cilium-agent" },
    };

    [Theory]
    [MemberData(nameof(Taskservs))]
    public async Task Taskserv_FromCreateToDelete_DoesWhatItsScriptsPromise(string taskserv, string needs, string file, string daemon)
    {
        await using Sandbox server = new(state, Example.Wuji, taskserv is "kubernetes" or "cilium" ? ControlPlane : Storage);
        if (needs.Length > 0)
            Succeeds(await server.RunAsync(needs, "create"));
        IReadOnlyList<string> before = await server.DaemonsAsync();

        ScriptResult absent = await server.RunAsync(taskserv, "check");
        Assert.NotEqual(0, absent.Code);
        Assert.Contains(file, absent.Drift);

        Succeeds(await server.RunAsync(taskserv, "create"));
        Succeeds(await server.HealthAsync(taskserv));
        Succeeds(await server.RunAsync(taskserv, "check"));
        string rendered = server.Read(file);

        IReadOnlyList<string> running = await server.DaemonsAsync();
        Succeeds(await server.RunAsync(taskserv, "create"));
        Assert.Equal(running, await server.DaemonsAsync());

        server.Write(file, rendered + "# edited\n");
        ScriptResult drifted = await server.RunAsync(taskserv, "check");
        Assert.NotEqual(0, drifted.Code);
        Assert.Equal([file], drifted.Drift);
        Assert.Contains("found=\"# edited\"", drifted.Output, StringComparison.Ordinal);
        Succeeds(await server.RunAsync(taskserv, "update"));
        Assert.Equal(rendered, server.Read(file));

        if (daemon.Length > 0)
        {
            Succeeds(await server.ShellAsync(taskserv, $"bw-daemon stop {daemon}"));
            ScriptResult silent = await server.RunAsync(taskserv, "check");
            Assert.NotEqual(0, silent.Code);
            Assert.Equal([daemon], silent.Drift);
            Succeeds(await server.RunAsync(taskserv, "create"));
            Succeeds(await server.RunAsync(taskserv, "check"));
        }

        Succeeds(await server.RunAsync(taskserv, "delete"));
        Succeeds(await server.RunAsync(taskserv, "delete"));
        Assert.Equal(before, await server.DaemonsAsync());
        Assert.False(File.Exists(Path.Combine(server.Root, file)));
    }

    [Fact]
    public async Task Kubernetes_WithWorker_GetNodesListsBoth()
    {
        await using Sandbox controlPlane = new(state, Example.Wuji, ControlPlane);
        await using Sandbox worker = new(state, Example.Wuji, Storage);
        Succeeds(await controlPlane.RunAsync("containerd", "create"));
        Succeeds(await controlPlane.RunAsync("kubernetes", "create"));
        Succeeds(await worker.RunAsync("kubernetes", "create"));

        // A node is there as soon as its kubelet has told the API server, which may be a moment after it answers.
        ScriptResult nodes = await worker.ShellAsync("kubernetes", """
            until usr/local/bin/kubectl get nodes | grep -q '^wuji-strg-0'; do sleep 0.05; done
            usr/local/bin/kubectl get nodes
            """);

        Assert.Matches($"{ControlPlane} +Ready +control-plane", nodes.Output);
        Assert.Matches($"{Storage} +NotReady +<none>", nodes.Output);
    }

    [Fact]
    public async Task Kubernetes_WithoutControlPlane_AsksForAnotherAttempt()
    {
        await using Sandbox worker = new(state, Example.Wuji, Storage);

        ScriptResult early = await worker.RunAsync("kubernetes", "create");

        Assert.Equal(75, early.Code);
        Assert.Contains("::failure kind=Transient", early.Output, StringComparison.Ordinal);
        Assert.Empty(await worker.DaemonsAsync());
    }

    [Fact]
    public async Task Cilium_PortInUse_CreateFailsAndSaysSo()
    {
        await using Sandbox server = new(state, Example.Wuji, ControlPlane);
        Succeeds(await server.RunAsync("kubernetes", "create"));
        using System.Net.Sockets.TcpListener squatter = new(System.Net.IPAddress.Loopback, server.FirstPort + 7);
        squatter.Start();

        ScriptResult refused = await server.RunAsync("cilium", "create");

        Assert.Equal(1, refused.Code);
        Assert.Contains($"127.0.0.1:{server.FirstPort + 7} is in use by another program", refused.Error, StringComparison.Ordinal);
    }

    public void Dispose() => state.Dispose();

    private static void Succeeds(ScriptResult result) => Assert.True(result.Code == 0, result.ToString());
}
