using System.Diagnostics;

namespace BatchWorkflow.StandIn.Tests;

/// <summary>A local server as its scripts see it, with the real bw-daemon and the built stand-in on their PATH.</summary>
internal sealed class Sandbox : IAsyncDisposable
{
    private static readonly string[] Rooms = ["etc", "root", "run", "srv", "tmp", "usr/local/bin", "var/cache", "var/lib", "var/log"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Example example;
    private readonly string server;
    private readonly string tools;

    /// <param name="state">The folder in which servers of one infrastructure are neighbours.</param>
    /// <param name="example">The example whose scripts run.</param>
    /// <param name="server">The server's name in the example.</param>
    public Sandbox(TemporaryFolder state, Example example, string server)
    {
        this.example = example;
        this.server = server;
        Folder = Path.Combine(state.Path, "servers", server);
        Root = Path.Combine(Folder, "root");
        tools = Path.Combine(state.Path, "tools");
        foreach (string room in Rooms)
            Directory.CreateDirectory(Path.Combine(Root, room));
        Directory.CreateDirectory(tools);
        string daemon = Path.Combine(tools, "bw-daemon");
        if (!File.Exists(daemon))
            File.Copy(Path.Combine(Repository.Root, "src/BatchWorkflow.Providers/Local/Tools/bw-daemon.sh"), daemon);
        File.SetUnixFileMode(daemon, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    public string Folder { get; }

    public string Root { get; }

    public int FirstPort { get; } = PortSlice.Take();

    public string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    public void Write(string file, string text) => File.WriteAllText(Path.Combine(Root, file), text);

    /// <summary>Runs create, update, delete or check of a taskserv.</summary>
    public Task<ScriptResult> RunAsync(string taskserv, string action) =>
        StartAsync(taskserv, new ProcessStartInfo(Path.Combine(example.Taskserv(taskserv), action + ".sh")));

    /// <summary>Runs a taskserv's health check.</summary>
    public Task<ScriptResult> HealthAsync(string taskserv) => ShellAsync(taskserv, example.HealthCheck(taskserv));

    /// <summary>Runs a command as a script of a taskserv would.</summary>
    public Task<ScriptResult> ShellAsync(string taskserv, string command) => StartAsync(taskserv, new ProcessStartInfo("sh", ["-c", command]));

    /// <summary>The daemons that run, a line each with their process ids.</summary>
    public async Task<IReadOnlyList<string>> DaemonsAsync() =>
        [.. (await StartAsync(null, new ProcessStartInfo(Path.Combine(tools, "bw-daemon"), ["list"]))).Output.Split('\n').Where(line => line.Contains(" running ", StringComparison.Ordinal))];

    public async ValueTask DisposeAsync()
    {
        foreach (string daemon in await DaemonsAsync())
            await StartAsync(null, new ProcessStartInfo(Path.Combine(tools, "bw-daemon"), ["stop", daemon.Split(' ')[0]]));
    }

    // The environment that local servers give to scripts: small, and nothing of ours but PATH.
    private Dictionary<string, string?> Environment(string? taskserv)
    {
        Dictionary<string, string?> all = new()
        {
            ["PATH"] = $"{tools}:{Path.Combine(Repository.Root, "module/bin/stand-in")}:{System.Environment.GetEnvironmentVariable("PATH")}",
            ["HOME"] = Path.Combine(Root, "root"),
            ["TMPDIR"] = Path.Combine(Root, "tmp"),
            ["LANG"] = "C.UTF-8",
            ["BW_SERVER"] = server,
            ["BW_SERVER_ID"] = $"{Folder}-{System.Environment.ProcessId}",
            ["BW_SERVER_DIR"] = Folder,
            ["BW_ROOT"] = Root,
            ["BW_PORT_BASE"] = $"{FirstPort}",
            ["BW_PORT_COUNT"] = $"{PortSlice.Count}",
        };
        if (taskserv is null)
            return all;
        all["BW_FILES"] = example.Taskserv(taskserv);
        foreach ((string name, string value) in example.Variables(server, taskserv))
            all[name] = value;
        return all;
    }

    private async Task<ScriptResult> StartAsync(string? taskserv, ProcessStartInfo start)
    {
        start.WorkingDirectory = Root;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.Environment.Clear();
        foreach ((string name, string? value) in Environment(taskserv))
            start.Environment[name] = value;
        using CancellationTokenSource patience = new(Patience);
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(patience.Token);
        Task<string> error = process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        return new ScriptResult(process.ExitCode, await output, await error);
    }
}
