using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using BatchWorkflow.Providers.Ssh;
using BatchWorkflow.TestKit;

namespace BatchWorkflow.Providers.Tests.Ssh;

/// <summary>A real sshd on a loopback address, with keys, port and folders of its own; it ends with this object.</summary>
internal sealed class SshServer : IAsyncDisposable
{
    private const int PortInNetwork = 2222;

    private readonly string[] sshd;
    private Process process = null!;

    private SshServer(string[] sshd, string folder, string address, int port)
    {
        this.sshd = sshd;
        Folder = folder;
        Address = address;
        Port = port;
    }

    /// <summary>Its folder on this machine: keys and configuration of both sides.</summary>
    public string Folder { get; }

    public string Address { get; }

    public int Port { get; }

    public string Key => $"{Folder}/client";

    public string KnownHosts => $"{Folder}/known_hosts";

    /// <summary>TMPDIR of its sessions.</summary>
    public string Temporary => $"{Folder}/tmp";

    /// <summary>Where SFTP begins; the login user's own home folder is shared with other tests.</summary>
    public string SftpHome => $"{Folder}/home";

    /// <summary>Where the connection keeps its files on the server.</summary>
    public string Files => $"{Folder}/server";

    /// <summary>Settings that let a connection in.</summary>
    public Dictionary<string, object?> Settings => new()
    {
        ["host"] = Address,
        ["port"] = (long)Port,
        ["key"] = Key,
        ["known_hosts"] = KnownHosts,
        ["folder"] = Files,
    };

    /// <summary>The sshd process.</summary>
    public int Pid => process.Id;

    /// <summary>Starts one in a network of its own.</summary>
    public static Task<SshServer> StartAsync(string folder, NetworkNamespace network) => StartAsync(folder, network.Address, PortInNetwork, network, []);

    public static Task<SshServer> StartAsync(string folder, string address = "127.0.0.1", params string[] options)
        => StartAsync(folder, address, FreePort(address), null, options);

    private static async Task<SshServer> StartAsync(string folder, string address, int port, NetworkNamespace? network, string[] options)
    {
        const string howTo = "install openssh-server";
        string sshd = Components.Program("sshd", "sshd", howTo), keygen = Components.Program("sshd", "ssh-keygen", howTo);
        Directory.CreateDirectory($"{folder}/tmp");
        Directory.CreateDirectory($"{folder}/home");
        if (Environment.UserName == "root")
            Directory.CreateDirectory("/run/sshd");
        SshServer server = new(network is null ? [sshd] : ["ip", "netns", "exec", network.Name, sshd], folder, address, port);
        await RunAsync(keygen, "-q", "-t", "ed25519", "-N", "", "-f", $"{folder}/host");
        await RunAsync(keygen, "-q", "-t", "ed25519", "-N", "", "-f", server.Key);
        File.Copy($"{server.Key}.pub", $"{folder}/authorized_keys");
        server.TrustHostKey();
        await File.WriteAllLinesAsync($"{folder}/sshd_config",
        [
            .. options,
            $"Port {server.Port}",
            $"ListenAddress {address}",
            $"HostKey {folder}/host",
            $"AuthorizedKeysFile {folder}/authorized_keys",
            $"SetEnv TMPDIR={server.Temporary}",
            "StrictModes no",
            "UsePAM no",
            "PidFile none",
            "PermitRootLogin yes",
            "PasswordAuthentication no",
            "KbdInteractiveAuthentication no",
            "MaxStartups 200",
            "PrintMotd no",
            $"Subsystem sftp internal-sftp -d {server.SftpHome}",
        ]);
        await server.ListenAsync();
        return server;
    }

    /// <summary>Starts sshd again after <see cref="StopAsync"/>.</summary>
    public async Task ListenAsync()
    {
        process = Process.Start(new ProcessStartInfo(sshd[0], [.. sshd[1..], "-D", "-f", $"{Folder}/sshd_config", "-E", $"{Folder}/log"]))!;
        for (int i = 0; i < 500 && !process.HasExited; i++)
        {
            using TcpClient client = new();
            try
            {
                await client.ConnectAsync(Address, Port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(10);
            }
        }
        throw new InvalidOperationException($"sshd does not listen: {await File.ReadAllTextAsync($"{Folder}/log")}");
    }

    /// <summary>Ends the listening sshd; sessions live on.</summary>
    public async Task StopAsync()
    {
        if (!process.HasExited)
            process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>Cuts every connection that stands, as a broken network does; what runs in the sessions lives on.</summary>
    public async Task CutAsync()
    {
        foreach (int session in Sessions())
            Kill(session);
        for (int i = 0; i < 500 && Children(Pid).Any(); i++)
            await Task.Delay(10);
    }

    /// <summary>Stops every session where it stands: the network looks whole, and nobody answers. What runs in the sessions lives on.</summary>
    public async Task FreezeAsync()
    {
        foreach (int session in Sessions())
            await RunAsync("kill", "-STOP", session.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Lets frozen sessions go on.</summary>
    public async Task ThawAsync()
    {
        foreach (int session in Sessions())
            await RunAsync("kill", "-CONT", session.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Makes the client know the host's key.</summary>
    public void TrustHostKey()
    {
        string[] words = File.ReadAllText($"{Folder}/host.pub").Split(' ');
        File.WriteAllText(KnownHosts, $"[{Address}]:{Port} {words[0]} {words[1].Trim()}\n");
    }

    public Connection Open(Action<Dictionary<string, object?>>? change = null)
    {
        Dictionary<string, object?> settings = Settings;
        change?.Invoke(settings);
        return Open(Folder, settings);
    }

    public static Connection Open(string statePath, Dictionary<string, object?> settings) => new SshConnectionFactory().Open(new ConnectionContext
    {
        Definition = new ConnectionDefinition { Kind = "ssh", Settings = settings },
        Server = new ResourceState { Identity = "test/web", Kind = "server", ProviderId = "web-id" },
        StatePath = statePath,
    });

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await CutAsync();
        await StopAsync();
    }

    /// <summary>Runs a program that has to succeed.</summary>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program}: {await errors}");
    }

    private static void Kill(int pid)
    {
        try
        {
            using Process process = Process.GetProcessById(pid);
            process.Kill();
        }
        catch (ArgumentException)
        {
            // It has ended by itself.
        }
    }

    /// <summary>The processes of sshd that serve sessions: each has two.</summary>
    private List<int> Sessions() => [.. Children(Pid).SelectMany(child => Children(child).Prepend(child)).Where(IsSshd)];

    private static bool IsSshd(int pid) => Read($"/proc/{pid}/comm").StartsWith("sshd", StringComparison.Ordinal);

    private static int FreePort(string address)
    {
        using TcpListener listener = new(IPAddress.Parse(address), 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static IEnumerable<int> Children(int parent) => Read($"/proc/{parent}/task/{parent}/children")
        .Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pid => int.Parse(pid, CultureInfo.InvariantCulture));

    /// <summary>Nothing of a process that has just ended.</summary>
    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
