using System.Diagnostics;
using System.Globalization;

namespace BatchWorkflow.TestKit.Postgres;

/// <summary>
/// A PostgreSQL server of the tests' own: a new cluster in a temporary folder, reached by a private socket only. It ends with the process that
/// started it, however that ends.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Component = "postgres";
    private const string Account = "postgres";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly TemporaryFolder folder = new();
    private readonly SemaphoreSlim gate = new(1);
    private Process? process;
    private bool isMade;

    private static string? Programs { get; } = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(d => Path.Combine(d, "bin")).Where(d => File.Exists(Path.Combine(d, "initdb"))).Max(StringComparer.Ordinal)
        : null;

    /// <summary>A new schema's address on the running server; skips the test when there is none to start.</summary>
    public async Task<string> NewStateAsync()
    {
        await StartAsync();
        return $"postgres://{Account}@/postgres?host={folder.Path}&schema=t{Guid.NewGuid():n}";
    }

    /// <summary>Starts the server when it does not run.</summary>
    public async Task StartAsync()
    {
        if (Programs is null)
            Components.Lacks(Component, "there are no programs of a PostgreSQL server in /usr/lib/postgresql (Debian's package postgresql)");
        await gate.WaitAsync();
        try
        {
            await MakeAsync();
            if (process is null)
                await RunAsync();
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Ends the server as SIGQUIT does: without a checkpoint, as in a crash.</summary>
    public Task CrashAsync() => StopAsync("QUIT");

    /// <summary>Ends the server as an administrator does: open connections are cut.</summary>
    public Task ShutDownAsync() => StopAsync("INT");

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await ShutDownAsync();
        gate.Dispose();
        folder.Dispose();
    }

    private async Task MakeAsync()
    {
        if (isMade)
            return;
        if (Environment.IsPrivilegedProcess)
            await ShellAsync($"chown {Account}:{Account} '{folder.Path}'");
        await ShellAsync($"{As}'{Programs}/initdb' -D '{folder["data"]}' -U {Account} -A trust -E UTF8 --locale=C --no-sync >'{folder["initdb.log"]}' 2>&1 </dev/null || {{ cat '{folder["initdb.log"]}'; exit 1; }}");
        isMade = true;
    }

    private static string As => Environment.IsPrivilegedProcess ? $"setpriv --reuid {Account} --regid {Account} --clear-groups " : "";

    /// <summary>The shell waits on its input, which ends when this process does, and then ends the server.</summary>
    private async Task RunAsync()
    {
        string server = $"{As}'{Programs}/postgres' -D '{folder["data"]}' -k '{folder.Path}' -h '' -c fsync=off -c max_connections=200";
        string script = $"{server} >>'{folder["server.log"]}' 2>&1 </dev/null & pid=$!; echo $pid; exec 3<&0; while read -r name <&3; do kill -$name $pid; wait $pid; exit; done; kill -QUIT $pid; wait $pid";
        process = Process.Start(new ProcessStartInfo("sh", ["-c", script]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await process.StandardOutput.ReadLineAsync();
        using CancellationTokenSource patience = new(Patience);
        while (!await IsReadyAsync())
        {
            if (process.HasExited)
                throw new InvalidOperationException(await File.ReadAllTextAsync(folder["server.log"], patience.Token));
            await Task.Delay(20, patience.Token);
        }
    }

    private async Task<bool> IsReadyAsync()
    {
        using Process ask = Process.Start(new ProcessStartInfo($"{Programs}/pg_isready", ["-q", "-h", folder.Path]))!;
        await ask.WaitForExitAsync();
        return ask.ExitCode == 0;
    }

    private async Task StopAsync(string signal)
    {
        if (process is null)
            return;
        await process.StandardInput.WriteLineAsync(signal);
        await process.StandardInput.FlushAsync();
        using CancellationTokenSource patience = new(Patience);
        await process.WaitForExitAsync(patience.Token);
        process.Dispose();
        process = null;
    }

    private static async Task ShellAsync(string command)
    {
        using Process shell = Process.Start(new ProcessStartInfo("sh", ["-c", command]) { RedirectStandardOutput = true })!;
        string output = await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        if (shell.ExitCode != 0)
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"'{command}' ended with {shell.ExitCode}: {output}"));
    }
}
