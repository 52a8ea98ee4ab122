using System.Diagnostics;
using System.Globalization;
using BatchWorkflow.Providers.Ssh;

namespace BatchWorkflow.Benchmarks.Ssh;

/// <summary>The same commands through our connections: each an attempt with files, fence and exit status on its server.</summary>
internal static class OurConnections
{
    /// <summary>How long all commands on these hosts took, from the first connection to the last outcome.</summary>
    public static async Task<TimeSpan> RunAsync(LoopbackHosts hosts, IReadOnlyList<string> addresses, int commands, CancellationToken cancellationToken)
    {
        string state = Path.Combine(hosts.Folder, $"state-{Guid.NewGuid():n}");
        Connection[] connections = [.. addresses.Select(address => Open(hosts, address, state))];
        Stopwatch clock = Stopwatch.StartNew();
        await Task.WhenAll(connections.Select(connection => RunAsync(connection, state, commands, cancellationToken)));
        TimeSpan took = clock.Elapsed;
        await Task.WhenAll(connections.Select(connection => connection.DisposeAsync().AsTask()));
        return took;
    }

    private static Connection Open(LoopbackHosts hosts, string address, string state) => new SshConnectionFactory().Open(new ConnectionContext
    {
        Definition = new ConnectionDefinition
        {
            Kind = "ssh",
            Settings = new Dictionary<string, object?>
            {
                ["host"] = address,
                ["port"] = (long)hosts.Port,
                ["key"] = $"{hosts.Folder}/client",
                ["known_hosts"] = $"{hosts.Folder}/known_hosts",
                ["folder"] = $"{hosts.Folder}/server-{address}",
                ["connect_timeout"] = 60L,
                ["command_timeout"] = 60L,
            },
        },
        Server = new ResourceState { Identity = $"bench/{address}", Kind = "server", ProviderId = address },
        StatePath = state,
    });

    private static async Task RunAsync(Connection connection, string state, int commands, CancellationToken cancellationToken)
    {
        for (int i = 1; i <= commands; i++)
        {
            string token = $"{Guid.NewGuid():n}", line = i.ToString(CultureInfo.InvariantCulture);
            ScriptReference script = new(token, Path.Combine(state, token));
            Heard heard = new();
            await connection.StartAsync(new ScriptRequest { Reference = script, Command = $"echo {line}" }, cancellationToken);
            ScriptExit exit = await connection.WaitAsync(script, heard, cancellationToken);
            if (exit.Code != 0 || heard.Text != line)
                throw new InvalidOperationException($"Command {line} ended with {exit.Code} and said '{heard.Text}'.");
        }
    }

    private sealed class Heard : IScriptOutput
    {
        public string Text { get; private set; } = "";

        public void Line(bool isError, string line) => Text += line;
    }
}
