using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace BatchWorkflow.Benchmarks.Ssh;

/// <summary>Loopback addresses with real sshds behind them, for the time of a measurement.</summary>
internal sealed class LoopbackHosts : IAsyncDisposable
{
    // sshd listens on at most 16 addresses.
    private const int AddressesEach = 10;

    private readonly IReadOnlyList<Process> sshds;

    private LoopbackHosts(IReadOnlyList<Process> sshds, string folder, int port, IReadOnlyList<string> addresses)
    {
        this.sshds = sshds;
        Folder = folder;
        Port = port;
        Addresses = addresses;
    }

    /// <summary>The folder of keys and configuration.</summary>
    public string Folder { get; }

    /// <summary>The port of all of them.</summary>
    public int Port { get; }

    /// <summary>The addresses.</summary>
    public IReadOnlyList<string> Addresses { get; }

    /// <summary>The machine's processor time up to now, once all sessions have ended.</summary>
    public async Task<TimeSpan> CpuAsync(CancellationToken cancellationToken)
    {
        while (sshds.Any(sshd => File.ReadAllText($"/proc/{sshd.Id}/task/{sshd.Id}/children").Length > 0))
            await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
        return CpuTime.Now();
    }

    /// <summary>Starts them.</summary>
    /// <param name="count">How many.</param>
    /// <param name="profile">How long the login shell's profile computes.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static async Task<LoopbackHosts> StartAsync(int count, TimeSpan profile, CancellationToken cancellationToken)
    {
        string folder = Directory.CreateTempSubdirectory("bw-bench-").FullName;
        string[] addresses = [.. Enumerable.Range(1, count).Select(i => $"127.0.0.{i}")];
        int port = FreePort();
        foreach (string key in (string[])["host", "client"])
            await ShellCommand.RunAsync($"ssh-keygen -q -t ed25519 -N '' -f '{folder}/{key}'", TimeSpan.FromSeconds(20), cancellationToken);
        File.Copy($"{folder}/client.pub", $"{folder}/authorized_keys");
        string host = string.Join(' ', (await File.ReadAllTextAsync($"{folder}/host.pub", cancellationToken)).Split(' ').Take(2));
        await File.WriteAllLinesAsync($"{folder}/known_hosts", addresses.Select(address => $"[{address}]:{port} {host}"), cancellationToken);
        await File.WriteAllTextAsync($"{folder}/.bashrc", await ProfileAsync(profile, cancellationToken), cancellationToken);
        await File.WriteAllTextAsync($"{folder}/ssh_config", $"""
            Port {port}
            IdentityFile {folder}/client
            IdentitiesOnly yes
            UserKnownHostsFile {folder}/known_hosts
            GlobalKnownHostsFile none
            BatchMode yes
            LogLevel ERROR
            """ + "\n", cancellationToken);
        await File.WriteAllLinesAsync($"{folder}/hosts", addresses, cancellationToken);
        Directory.CreateDirectory("/run/sshd");
        List<Process> sshds = [];
        foreach (string[] some in addresses.Chunk(AddressesEach))
        {
            string config = $"{folder}/sshd_config_{sshds.Count}";
            await File.WriteAllLinesAsync(config, Configuration(folder, port, some), cancellationToken);
            sshds.Add(Process.Start(new ProcessStartInfo("/usr/sbin/sshd", ["-D", "-f", config, "-E", $"{folder}/log"]))!);
        }
        LoopbackHosts hosts = new(sshds, folder, port, addresses);
        await ShellCommand.RunAsync(
            $"for i in $(seq 100); do ssh -F '{folder}/ssh_config' {addresses[^1]} true 2>/dev/null && exit; sleep 0.1; done; exit 1",
            TimeSpan.FromSeconds(30), cancellationToken);
        return hosts;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (Process sshd in sshds)
        {
            sshd.Kill();
            await sshd.WaitForExitAsync();
            sshd.Dispose();
        }
        Directory.Delete(Folder, recursive: true);
    }

    private static IEnumerable<string> Configuration(string folder, int port, IEnumerable<string> addresses) =>
    [
        $"Port {port}",
        .. addresses.Select(address => $"ListenAddress {address}"),
        $"HostKey {folder}/host",
        $"AuthorizedKeysFile {folder}/authorized_keys",
        // What bash, the usual login shell, runs before the command of a session, in place of what it finds in this user's own home.
        $"SetEnv BASH_ENV={folder}/.bashrc HOME={folder}",
        "StrictModes no",
        "UsePAM no",
        "PidFile none",
        "PermitRootLogin yes",
        "PasswordAuthentication no",
        "MaxStartups 1000",
        "PrintMotd no",
    ];

    /// <summary>A profile that computes so long on this machine, and leaves the shells that the command itself starts alone.</summary>
    private static async Task<string> ProfileAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        if (time == TimeSpan.Zero)
            return "unset BASH_ENV\n";
        const int sample = 100_000;
        TimeSpan took = await ShellCommand.RunAsync($"bash -c '{Loop(sample)}'", TimeSpan.FromSeconds(30), cancellationToken);
        return $"unset BASH_ENV\n{Loop((int)(sample * time / took))}\n";
    }

    private static string Loop(int times) => string.Create(CultureInfo.InvariantCulture, $"i=0; while [ $i -lt {times} ]; do i=$((i + 1)); done");

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
