using System.Diagnostics;
using System.Globalization;
using BatchWorkflow.TestKit;

namespace BatchWorkflow.EndToEnd.Tests.Fleet;

/// <summary>
/// Hosts with Debian on a network of their own. All of it is in namespaces and control groups of processes that end with this object, or
/// with the test's process: nothing is mounted or set up on the machine itself.
/// </summary>
internal sealed class Lab : IAsyncDisposable
{
    /// <summary>Waits until a host's sshd listens and all else has been started or cannot be here: a connection to see it would leave its traces.</summary>
    private const string Ready = """
        for i in $(seq 300); do ! grep -q ':0016 .* 0A ' /proc/net/tcp || break; sleep 0.1; done
        [ ! -d /run/systemd/system ] || case $(systemctl is-system-running --wait) in running | degraded) ;; *) exit 1 ;; esac
        """;

    private readonly string folder;
    private readonly Process keeper;
    private readonly List<LabHost> hosts = [];

    private Lab(string folder, Process keeper) => (this.folder, this.keeper) = (folder, keeper);

    /// <summary>The folder of this class's scripts.</summary>
    public static string Scripts { get; } = Path.Combine(Shell.Root, "tests/BatchWorkflow.EndToEnd.Tests/Fleet");

    /// <summary>The hosts.</summary>
    public IReadOnlyList<LabHost> Hosts => hosts;

    /// <summary>The home folder of somebody who may log in on the hosts.</summary>
    public string Home => Path.Combine(folder, "home");

    /// <summary>Words that run a command as that somebody, in the hosts' network.</summary>
    public string[] Within => [.. InNetwork, "env", $"HOME={Home}"];

    private string Keeper => keeper.Id.ToString(CultureInfo.InvariantCulture);

    private string[] InNetwork => ["nsenter", "--target", Keeper, "--net"];

    private string Machines => Path.Combine(folder, "machines");

    /// <summary>Builds the hosts fleet-1 and so on; skips or fails the test where that cannot be.</summary>
    /// <param name="folder">For all files.</param>
    /// <param name="packages">What will be installed on the hosts: they have no way to Debian's archive.</param>
    /// <param name="inits">What is process 1 of each host: systemd, or none.</param>
    public static async Task<Lab> BuildAsync(string folder, string[] packages, params string[] inits)
    {
        const string component = "debootstrap";
        if (Environment.UserName != "root")
            Components.Lacks(component, "only root can make hosts for the test");
        foreach ((string program, string package) in (ReadOnlySpan<(string, string)>)
            [("debootstrap", "debootstrap"), ("ip", "iproute2"), ("ssh-keygen", "openssh-client"), ("nsenter", "util-linux"), ("unshare", "util-linux")])
            Components.Program(component, program, $"install {package}");
        string keys = Path.Combine(folder, "home/.ssh");
        Directory.CreateDirectory(keys);
        await Tool.RunAsync("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", $"{keys}/id_ed25519");
        Directory.CreateDirectory(Path.Combine(folder, "machines"));

        Process keeper = Tool.Start(
            ["unshare", "--mount", "sh", $"{Scripts}/lab.sh", Path.Combine(folder, "machines"), $"{keys}/id_ed25519.pub", .. packages]);
        Lab lab = new(folder, keeper);
        try
        {
            if (await keeper.StandardOutput.ReadLineAsync() != "ready")
                Components.Lacks(component, $"no Debian can be built here: {await keeper.StandardError.ReadToEndAsync()}");
            for (int number = 1; number <= inits.Length; number++)
                lab.hosts.Add(await lab.StartHostAsync($"fleet-{number}", $"198.51.100.1{number}", inits[number - 1]));
            foreach (LabHost host in lab.hosts)
                await host.RunAsync(Ready);
            string key = await File.ReadAllTextAsync($"/proc/{lab.Keeper}/root{lab.Machines}/base/etc/ssh/ssh_host_ed25519_key.pub");
            await File.WriteAllTextAsync($"{keys}/known_hosts", $"{string.Join(',', lab.hosts.Select(h => h.Address))} {key}");
            return lab;
        }
        catch
        {
            await lab.DisposeAsync();
            throw;
        }
    }

    /// <summary>What is on the hosts now.</summary>
    public Task<HostSnapshot[]> SnapshotAsync() => Task.WhenAll(hosts.Select(HostSnapshot.OfAsync));

    /// <summary>Fails unless the hosts are as they were; sshd may take a moment to see that nobody is connected any more.</summary>
    public async Task AreAsBeforeAsync(HostSnapshot[] before)
    {
        for (int at = 0; at < before.Length; at++)
        {
            Assert.Contains(before[at].Of("process"), process => process.Contains("sshd", StringComparison.Ordinal));
            IReadOnlyList<string> left = (await HostSnapshot.OfAsync(hosts[at])).Since(before[at]);
            for (int look = 0; look < 5 && left.Count > 0; look++)
            {
                await Task.Delay(TimeSpan.FromSeconds(1));
                left = (await HostSnapshot.OfAsync(hosts[at])).Since(before[at]);
            }
            Assert.True(left.Count == 0, $"{hosts[at].Name}:\n{string.Join('\n', left)}");
        }
    }

    /// <summary>Pulls a host's network cable, or plugs it in again.</summary>
    public Task SetLinkAsync(LabHost host, bool isUp) => Tool.RunAsync([.. InNetwork, "ip", "link", "set", host.Name, isUp ? "up" : "down"]);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (LabHost host in hosts)
            await host.DisposeAsync();
        await Tool.EndAsync(keeper);
    }

    private async Task<LabHost> StartHostAsync(string name, string address, string init)
    {
        Process process = Tool.Start("nsenter", "--target", Keeper, "--mount", "--net",
            "unshare", "--mount", "--net", "--pid", "--uts", "--ipc", "--fork", "--kill-child", "sh", $"{Scripts}/host.sh", Machines, name, address, init);
        try
        {
            string pid = await SaysAsync(process);
            await Tool.RunAsync([.. InNetwork, "ip", "link", "add", name, "type", "veth", "peer", "name", "eth0", "netns", pid]);
            await Tool.RunAsync([.. InNetwork, "ip", "link", "set", name, "master", "fleet", "up"]);
            await process.StandardInput.WriteLineAsync("go");
            await process.StandardInput.FlushAsync();
            Assert.Equal("up", await SaysAsync(process));
            return new LabHost(name, address, pid, $"{Machines}/{name}/root", process);
        }
        catch
        {
            await Tool.EndAsync(process);
            throw;
        }
    }

    private static async Task<string> SaysAsync(Process process) =>
        await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(await process.StandardError.ReadToEndAsync());
}
