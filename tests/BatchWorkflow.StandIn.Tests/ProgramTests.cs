using System.Diagnostics;

namespace BatchWorkflow.StandIn.Tests;

/// <summary>The program as scripts start it, through its wrapper.</summary>
public sealed class ProgramTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Service_Terminated_EndsCleanlyAndLeavesNoSocket()
    {
        string socket = Path.Combine(folder.Path, "containerd.sock");
        string file = folder.Write("config.toml", $"version = 2\nroot = \"/r\"\nstate = \"/s\"\n[grpc]\naddress = \"{socket}\"\n");
        using Process service = Start("containerd", "--config", file);
        string? line = await service.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience);
        Assert.Equal($"stand-in for containerd: reads {file}, listens on {socket}", line);

        using Process probe = Start("probe", "containerd", "--config", file);
        await probe.WaitForExitAsync().WaitAsync(Patience);
        using Process kill = Process.Start("kill", ["-TERM", $"{service.Id}"]);
        await service.WaitForExitAsync().WaitAsync(Patience);

        Assert.Equal((0, 0), (probe.ExitCode, service.ExitCode));
        Assert.False(File.Exists(socket));
    }

    [Fact]
    public async Task Probe_NobodyThere_FailsAndSaysWhere()
    {
        string file = folder.Write("ciliumd.yaml", CiliumConfiguration(PortSlice.Take()));
        using Process probe = Start("probe", "cilium-agent", "--config", file, "--wait", "5", "--while", "exit 3");
        await probe.WaitForExitAsync().WaitAsync(Patience);

        Assert.Equal(1, probe.ExitCode);
        string error = await probe.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith($"cilium-agent does not answer as {file} says it should: ", error, StringComparison.Ordinal);
        Assert.Contains("'exit 3' says that it has ended", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name a program")]
    [InlineData("'apache' is none of ceph-mon", "apache", "--config", "x")]
    [InlineData("containerd needs --config", "containerd")]
    [InlineData("--config needs a value", "containerd", "--config")]
    [InlineData("containerd has no option --wait", "containerd", "--config", "x", "--wait", "1")]
    [InlineData("x:1: the file cannot be read: it is not there", "containerd", "--config", "x")]
    public async Task CommandLine_Wrong_ExitsWithTwo(string expected, params string[] arguments)
    {
        using Process program = Start(arguments);
        await program.WaitForExitAsync().WaitAsync(Patience);

        Assert.Equal(2, program.ExitCode);
        Assert.StartsWith(expected, await program.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private static Process Start(params string[] arguments) =>
        Process.Start(new ProcessStartInfo(Path.Combine(Repository.Root, "module/bin/stand-in/bw-stand-in"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    private string CiliumConfiguration(int port)
    {
        string kubeconfig = folder.Write("kubelet.conf", """
            apiVersion: v1
            kind: Config
            clusters: [{ name: a, cluster: { server: "http://127.0.0.1:6443" } }]
            users: [{ name: me }]
            contexts: [{ name: c, context: { cluster: a, user: me } }]
            current-context: c
            """);
        return $"agent-health-port: {port}\ncluster-id: 0\ncluster-name: wuji\nenable-ipv4: true\nipam: kubernetes\nk8s-kubeconfig-path: {kubeconfig}\n";
    }
}
