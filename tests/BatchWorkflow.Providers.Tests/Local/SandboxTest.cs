using BatchWorkflow.TestKit;
using BatchWorkflow.TestKit.Contracts;

namespace BatchWorkflow.Providers.Tests.Local;

/// <summary>A test with a local server of its own, on which it runs scripts.</summary>
public abstract class SandboxTest : IAsyncLifetime
{
    private int scripts;

    internal Sandbox Sandbox { get; private set; } = null!;

    protected Connection Connection { get; private set; } = null!;

    protected TemporaryFolder Folder { get; } = new();

    protected string State => Folder["state"];

    public async ValueTask InitializeAsync()
    {
        Sandbox = await Sandbox.MakeAsync(State);
        Connection = Sandbox.Open();
    }

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        await Sandbox.DisposeAsync();
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static bool IsAlive(string pid)
        => File.Exists($"/proc/{pid}/stat") && File.ReadAllText($"/proc/{pid}/stat").Split(") ")[^1][0] is not ('Z' or 'X');

    /// <summary>The signals in one field of a process's status, but for 32 and 33, which are the C library's own.</summary>
    protected static IEnumerable<int> Signals(string field, IEnumerable<string> status)
    {
        string text = status.Single(line => line.StartsWith(field + ":", StringComparison.Ordinal)).Split('\t')[1];
        ulong bits = Convert.ToUInt64(text, 16);
        return Enumerable.Range(1, 64).Where(signal => signal is not (32 or 33) && (bits >> (signal - 1) & 1) == 1);
    }

    protected ScriptReference NewScript()
        => new($"{Guid.NewGuid():n}", Folder[$"attempt-{Interlocked.Increment(ref scripts)}"]);

    protected ScriptRequest Request(string command) => new() { Reference = NewScript(), Command = command };

    /// <summary>Runs a script to its end.</summary>
    protected async Task<(int? Code, IReadOnlyList<string> Output, IReadOnlyList<string> Errors)> RunAsync(ScriptRequest request)
    {
        CollectedOutput output = new();
        await Connection.StartAsync(request, default);
        ScriptExit exit = await Connection.WaitAsync(request.Reference, output, default);
        return (exit.Code, output.Output, output.Errors);
    }

    /// <summary>Runs a command that has to succeed and say nothing on standard error; gives what it said.</summary>
    protected async Task<IReadOnlyList<string>> SaysAsync(string command)
    {
        (int? code, IReadOnlyList<string> output, IReadOnlyList<string> errors) = await RunAsync(Request(command));
        Assert.Equal([], errors);
        Assert.Equal(0, code);
        return output;
    }

    /// <summary>Starts a script and waits until it says a line.</summary>
    protected async Task<(ScriptReference Script, Task<ScriptExit> Wait, CollectedOutput Output)> BeginAsync(string command, string untilLine)
    {
        ScriptRequest request = Request(command);
        CollectedOutput output = new();
        await Connection.StartAsync(request, default);
        Task<ScriptExit> wait = Connection.WaitAsync(request.Reference, output, default);
        await output.SeenAsync(untilLine);
        return (request.Reference, wait, output);
    }
}
