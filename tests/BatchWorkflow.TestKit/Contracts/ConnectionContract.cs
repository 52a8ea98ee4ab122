using Xunit;

namespace BatchWorkflow.TestKit.Contracts;

/// <summary>What every connection does, proved with real scripts. A connection's test class inherits it and says how it is opened.</summary>
public abstract class ConnectionContract : IDisposable
{
    private int scripts;

    /// <summary>Folder of this test on the machine of the engine.</summary>
    protected TemporaryFolder Folder { get; } = new();

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData("exit 0", 0)]
    [InlineData("exit 75", 75)]
    [InlineData("kill -TERM $$", 143)]
    [InlineData("no-such-command-at-all", 127)]
    public async Task Wait_ScriptEnds_GivesItsExitCode(string command, int code)
        => Assert.Equal(code, (await RunAsync(command)).Exit.Code);

    [Fact]
    public async Task Wait_LinesOnBothStreams_HandsOverEachInItsOrder()
    {
        (_, CollectedOutput output) = await RunAsync("echo one; echo zwei Größen >&2; echo; printf 'three\\r\\nlast without end'");
        Assert.Equal(["one", "", "three", "last without end"], output.Output);
        Assert.Equal(["zwei Größen"], output.Errors);
    }

    [Fact]
    public async Task Wait_ScriptStillRuns_HandsOverLinesAsTheyCome()
    {
        await using Connection connection = await OpenAsync();
        ScriptReference script = await StartAsync(connection, "echo begun; while [ ! -e \"$TMPDIR/go\" ]; do sleep 0.02; done; echo over");
        CollectedOutput output = new();
        Task<ScriptExit> wait = connection.WaitAsync(script, output, default);
        await output.SeenAsync("begun");
        Assert.False(wait.IsCompleted);

        await RunAsync("touch \"$TMPDIR/go\"");
        Assert.Equal(0, (await wait).Code);
        Assert.Equal(["begun", "over"], output.Output);
    }

    [Fact]
    public async Task Wait_FromAnotherConnection_HandsOverEverythingFromTheFirstLine()
    {
        ScriptReference script;
        await using (Connection first = await OpenAsync())
            script = await StartAsync(first, "echo one; sleep 0.3; echo two; exit 3");

        await using Connection second = await OpenAsync();
        CollectedOutput output = new();
        Assert.Equal(3, (await second.WaitAsync(script, output, default)).Code);
        Assert.Equal(["one", "two"], output.Output);
    }

    [Fact]
    public async Task Wait_Cancelled_LeavesTheScriptRunning()
    {
        await using Connection connection = await OpenAsync();
        ScriptReference script = await StartAsync(connection, "while [ ! -e \"$TMPDIR/go\" ]; do sleep 0.02; done; echo alive");
        using CancellationTokenSource soon = new(TimeSpan.FromMilliseconds(50));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connection.WaitAsync(script, new CollectedOutput(), soon.Token));

        Assert.Equal(ScriptState.Running, await connection.ProbeAsync(script, default));
        CollectedOutput output = new();
        await RunAsync("touch \"$TMPDIR/go\"");
        Assert.Equal(0, (await connection.WaitAsync(script, output, default)).Code);
        Assert.Equal(["alive"], output.Output);
    }

    [Fact]
    public async Task Start_SameTokenTwice_RunsOnce()
    {
        await using Connection connection = await OpenAsync();
        ScriptRequest request = Request("echo ran >>\"$TMPDIR/ledger\"");
        await connection.StartAsync(request, default);
        await connection.StartAsync(request, default);
        await connection.WaitAsync(request.Reference, new CollectedOutput(), default);
        await connection.StartAsync(request, default);
        await connection.WaitAsync(request.Reference, new CollectedOutput(), default);

        Assert.Equal(["ran"], (await RunAsync("cat \"$TMPDIR/ledger\"")).Output.Output);
    }

    [Fact]
    public async Task Probe_NeverStarted_IsNotStartedAndBarsTheToken()
    {
        await using Connection connection = await OpenAsync();
        ScriptRequest request = Request("echo ran >>\"$TMPDIR/ledger\"");
        Assert.Equal(ScriptState.NotStarted, await connection.ProbeAsync(request.Reference, default));
        await connection.StartAsync(request, default);

        Assert.Null((await connection.WaitAsync(request.Reference, new CollectedOutput(), default)).Code);
        Assert.Equal(ScriptState.NotStarted, await connection.ProbeAsync(request.Reference, default));
        Assert.Equal(1, (await RunAsync("test -e \"$TMPDIR/ledger\"")).Exit.Code);
    }

    [Fact]
    public async Task Probe_RunningThenEnded_SaysSoFromAnotherConnection()
    {
        await using Connection connection = await OpenAsync(), other = await OpenAsync();
        ScriptReference script = await StartAsync(connection, "echo begun; while [ ! -e \"$TMPDIR/go\" ]; do sleep 0.02; done");
        CollectedOutput output = new();
        Task<ScriptExit> wait = connection.WaitAsync(script, output, default);
        await output.SeenAsync("begun");
        Assert.Equal(ScriptState.Running, await other.ProbeAsync(script, default));

        await RunAsync("touch \"$TMPDIR/go\"");
        await wait;
        Assert.Equal(ScriptState.Exited, await other.ProbeAsync(script, default));
    }

    [Fact]
    public async Task End_TreeOfProcesses_EndsAllOfThemAndLeavesNoExitCode()
    {
        await using Connection connection = await OpenAsync(), other = await OpenAsync();
        ScriptReference script = await StartAsync(
            connection, "trap '' TERM; (sleep 300 & echo $! >>\"$TMPDIR/pids\"; wait) & echo $! >>\"$TMPDIR/pids\"; echo begun; wait");
        CollectedOutput output = new();
        Task<ScriptExit> wait = connection.WaitAsync(script, output, default);
        await output.SeenAsync("begun");
        await other.EndAsync(script, default);

        Assert.Null((await wait).Code);
        Assert.Equal(ScriptState.Gone, await other.ProbeAsync(script, default));
        Assert.Empty((await RunAsync($"for pid in $(cat \"$TMPDIR/pids\"); do {Alive("$pid")} && echo $pid; done")).Output.Output);
        await other.EndAsync(script, default);
    }

    [Theory]
    [InlineData(@"printf 'a\0b\n'", "a\u2400b")]
    [InlineData(@"printf '\n\303\251 \201\210\\\n  last \n\t'", "", "\u00e9 \ufffd\ufffd\\", "  last ", "\t")]
    public async Task Wait_AnyBytes_HandsOverWhatWasWritten(string command, params string[] lines)
    {
        Assert.Equal(lines, (await RunAsync(command)).Output.Output);
        Assert.Equal(lines, (await RunAsync($"{command} >&2")).Output.Errors);
    }

    [Fact]
    public async Task Wait_ManyLines_HandsOverAll()
        => Assert.Equal(Enumerable.Range(1, 300).Select(number => $"{number}"), (await RunAsync("seq 300")).Output.Output);

    [Theory]
    [InlineData("sleep 300 &")]
    [InlineData("env -i sleep 300 &")]
    [InlineData("setsid sleep 300 &")]
    [InlineData("setsid sleep 300 & for i in 1 2 3 4 5 6 7 8 9; do env -i sleep 300 & done; sleep 300 &")]
    public async Task Wait_ScriptLeavesProcessesBehind_EndsThem(string left)
    {
        (ScriptExit exit, CollectedOutput output) = await RunAsync($"{left} echo $!; exit 4");
        Assert.Equal(4, exit.Code);
        Assert.NotEqual(0, (await RunAsync(Alive(output.Output[0]))).Exit.Code);
    }

    [Fact]
    public async Task Start_FileWithEnvironmentAndFiles_GetsThem()
    {
        string taskserv = Directory.CreateDirectory(Folder["taskserv"]).FullName;
        await File.WriteAllTextAsync(Path.Combine(taskserv, "data.txt"), "from the folder\n");
        await File.WriteAllTextAsync(Path.Combine(taskserv, "create.sh"), "echo \"$GREETING\"; cat \"$BW_FILES/data.txt\"; echo \"$BW_SERVER\"\n");

        (ScriptExit exit, CollectedOutput output) = await RunAsync(Request(null) with
        {
            File = Path.Combine(taskserv, "create.sh"),
            FilesFolder = taskserv,
            Environment = new Dictionary<string, string> { ["GREETING"] = "it's $HOME \"quoted\"" },
        });
        Assert.Equal(0, exit.Code);
        Assert.Equal(["it's $HOME \"quoted\"", "from the folder", ServerName], output.Output);
    }

    [Fact]
    public async Task Start_Secrets_AreFilesOfItsOwnerOnlyWhileItRuns()
    {
        (ScriptExit exit, CollectedOutput output) = await RunAsync(
            Request("cat \"$BW_SECRET_DB_PASSWORD\"; echo; ls -l \"$BW_SECRET_DB_PASSWORD\" | cut -c1-10; echo \"$BW_SECRET_DB_PASSWORD\"; env") with
            {
                Secrets = new Dictionary<string, string> { ["db_password"] = "s3cret-value" },
            });
        Assert.Equal(0, exit.Code);
        Assert.Equal(["s3cret-value", "-rw-------"], output.Output.Take(2));
        Assert.DoesNotContain(output.Output.Skip(2), line => line.Contains("s3cret-value", StringComparison.Ordinal));
        Assert.Equal(1, (await RunAsync($"test -e '{output.Output[2]}'")).Exit.Code);
    }

    /// <summary>The name of the server that the connection is opened to.</summary>
    protected abstract string ServerName { get; }

    /// <summary>Opens a connection, always to the same server.</summary>
    protected abstract Task<Connection> OpenAsync();

    /// <summary>Removes what a test left.</summary>
    protected virtual void Dispose(bool disposing) => Folder.Dispose();

    /// <summary>A command that succeeds when a process of the server lives; one that has ended and waits for init to take notice does not.</summary>
    protected static string Alive(string pid) => $"grep -qs '^State:[[:space:]]*[RSDTtI]' /proc/{pid}/status";

    /// <summary>A request for a command, with a token and a folder of its own.</summary>
    protected ScriptRequest Request(string? command)
    {
        string token = $"{Guid.NewGuid():n}";
        return new ScriptRequest
        {
            Reference = new ScriptReference(token, Folder[$"attempt-{Interlocked.Increment(ref scripts)}"]),
            Command = command,
        };
    }

    /// <summary>Starts a command.</summary>
    protected async Task<ScriptReference> StartAsync(Connection connection, string command)
    {
        ScriptRequest request = Request(command);
        await connection.StartAsync(request, default);
        return request.Reference;
    }

    /// <summary>Runs a command to its end on a connection of its own.</summary>
    protected Task<(ScriptExit Exit, CollectedOutput Output)> RunAsync(string command) => RunAsync(Request(command));

    /// <summary>Runs a script to its end on a connection of its own.</summary>
    protected async Task<(ScriptExit Exit, CollectedOutput Output)> RunAsync(ScriptRequest request)
    {
        await using Connection connection = await OpenAsync();
        CollectedOutput output = new();
        await connection.StartAsync(request, default);
        return (await connection.WaitAsync(request.Reference, output, default), output);
    }
}
