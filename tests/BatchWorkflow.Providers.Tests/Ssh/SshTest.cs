using BatchWorkflow.TestKit;
using BatchWorkflow.TestKit.Contracts;

namespace BatchWorkflow.Providers.Tests.Ssh;

/// <summary>A test with an sshd of its own, on which it runs scripts.</summary>
public abstract class SshTest : IAsyncLifetime
{
    private readonly List<SshServer> servers = [];
    private int scripts;

    internal SshServer Server { get; private set; } = null!;

    protected TemporaryFolder Folder { get; } = new();

    protected virtual IReadOnlyList<string> Options => [];

    public async ValueTask InitializeAsync() => Server = await StartServerAsync("ssh", "127.0.0.1", [.. Options]);

    public virtual async ValueTask DisposeAsync()
    {
        foreach (SshServer server in servers)
            await server.DisposeAsync();
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    internal async Task<SshServer> StartServerAsync(string name, string address, params string[] options)
    {
        SshServer server = await SshServer.StartAsync(Folder[name], address, options);
        servers.Add(server);
        return server;
    }

    protected ScriptRequest Request(string command) => new()
    {
        Reference = new ScriptReference($"{Guid.NewGuid():n}", Folder[$"attempt-{Interlocked.Increment(ref scripts)}"]),
        Command = command,
    };

    /// <summary>Runs a script to its end.</summary>
    protected static async Task<(int? Code, IReadOnlyList<string> Output, IReadOnlyList<string> Errors)> RunAsync(Connection connection, ScriptRequest request)
    {
        CollectedOutput output = new();
        await connection.StartAsync(request, default);
        ScriptExit exit = await connection.WaitAsync(request.Reference, output, default);
        return (exit.Code, output.Output, output.Errors);
    }

    /// <summary>Runs a command that has to succeed and say nothing on standard error; gives what it said.</summary>
    protected async Task<IReadOnlyList<string>> SaysAsync(Connection connection, string command)
    {
        (int? code, IReadOnlyList<string> output, IReadOnlyList<string> errors) = await RunAsync(connection, Request(command));
        Assert.Equal([], errors);
        Assert.Equal(0, code);
        return output;
    }

    /// <summary>Runs a command on a connection that must not come about; gives why.</summary>
    protected async Task<Failure> RefusedAsync(Connection connection)
    {
        await using (connection)
            return (await Assert.ThrowsAsync<FailureException>(() => connection.StartAsync(Request("echo in"), default))).Failure;
    }

    /// <summary>Runs a command on a connection that must come about.</summary>
    protected async Task AcceptedAsync(Connection connection)
    {
        await using (connection)
            Assert.Equal(["in"], await SaysAsync(connection, "echo in"));
    }
}
