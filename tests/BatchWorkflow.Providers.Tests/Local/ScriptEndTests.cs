using System.Diagnostics;
using BatchWorkflow.Providers.Local.Processes;

namespace BatchWorkflow.Providers.Tests.Local;

public sealed class ScriptEndTests : SandboxTest
{
    private const string Escapee = "(setsid sh -c '(setsid sh -c \"echo \\$\\$ >>$TMPDIR/pids; exec sleep 300\" &)' &);";
    private const string UntilItIsThere = " while [ ! -s $TMPDIR/pids ]; do sleep 0.02; done; ";

    [Theory]
    [InlineData("sleep 300 & echo $! >>$TMPDIR/pids;")]
    [InlineData("(sleep 300 & echo $! >>$TMPDIR/pids) &")]
    [InlineData("env -i sleep 300 & echo $! >>$TMPDIR/pids;")]
    [InlineData("sh -c 'trap \"\" TERM HUP; echo $$ >>$TMPDIR/pids; while :; do sleep 1; done' &")]
    [InlineData(Escapee)]
    public async Task Wait_ScriptLeavesAProcess_EndsIt(string leaving)
    {
        (int? code, _, _) = await RunAsync(Request(leaving + UntilItIsThere + "exit 6"));
        Assert.Equal(6, code);
        Assert.False(IsAlive(Pid()));
    }

    [Fact]
    public async Task Wait_LeftProcessHandlesTerm_HasTimeToEndWell()
    {
        string[] lines = ["trap 'echo well >$TMPDIR/ended; exit' TERM", "echo $$ >>$TMPDIR/pids", "while :; do sleep 0.05; done"];
        await RunAsync(Request($"sh -c '{string.Join("\n", lines).Replace("'", "'\\''", StringComparison.Ordinal)}' & sleep 0.3"));
        Assert.Equal("well\n", await File.ReadAllTextAsync($"{Sandbox.Root}/tmp/ended"));
    }

    [Fact]
    public async Task End_ProcessesForkWhileTheyAreKilled_LeavesNone()
    {
        // Each starts two of its kind and ignores being asked, up to some dozens at a time.
        await File.WriteAllTextAsync(
            $"{Sandbox.Root}/tmp/fork.sh",
            "trap '' TERM\n[ $1 -gt 4 ] && { while :; do sleep 0.05; setsid sleep 0.2 & done; }\n"
            + "setsid sh $TMPDIR/fork.sh $(($1 + 1)) &\nsh $TMPDIR/fork.sh $(($1 + 1)) &\nsleep 300 & wait\n");
        (ScriptReference script, Task<ScriptExit> wait, _) = await BeginAsync("sh $TMPDIR/fork.sh 1 & echo begun; wait", "begun");
        await Task.Delay(200);
        await Connection.EndAsync(script, default);

        Assert.Null((await wait).Code);
        ProcessTree tree = ProcessTree.OfAttempt(script.Token);
        Assert.Empty(await tree.MembersAsync(null, default));
    }

    [Fact]
    public async Task End_EscapedProcess_EndsItToo()
    {
        (ScriptReference script, _, _) = await BeginAsync(Escapee + UntilItIsThere + "echo begun; sleep 300", "begun");
        await Connection.EndAsync(script, default);
        Assert.False(IsAlive(Pid()));
        Assert.Equal(ScriptState.Gone, await Connection.ProbeAsync(script, default));
    }

    [Fact]
    public async Task End_TwoScripts_TouchesOnlyItsOwn()
    {
        (ScriptReference script, _, _) = await BeginAsync("echo one; sleep 300", "one");
        (ScriptReference other, _, _) = await BeginAsync("echo two; sleep 300", "two");
        await Connection.EndAsync(script, default);
        Assert.Equal(ScriptState.Running, await Connection.ProbeAsync(other, default));
        await Connection.EndAsync(other, default);
    }

    [Fact]
    public async Task End_BeforeTheRunnerBegan_BarsIt()
    {
        ScriptRequest request = Request("echo ran >$TMPDIR/ledger");
        await Connection.EndAsync(request.Reference, default);
        await Connection.StartAsync(request, default);
        await Connection.WaitAsync(request.Reference, new TestKit.Contracts.CollectedOutput(), default);
        Assert.False(File.Exists($"{Sandbox.Root}/tmp/ledger"));
    }

    [Fact]
    public async Task Scripts_ProcessClassAtTheSameTime_BothGetTheirExitCodes()
    {
        async Task<int> OtherAsync(int code)
        {
            using Process process = Process.Start("sh", ["-c", $"sleep 0.05; exit {code}"]);
            await process.WaitForExitAsync();
            return process.ExitCode;
        }

        for (int i = 1; i <= 20; i++)
        {
            Task<int> other = OtherAsync(i);
            Assert.Equal(i + 100, (await RunAsync(Request($"sleep 0.0{i % 9}; exit {i + 100}"))).Code);
            Assert.Equal(i, await other);
        }
    }

    [Fact]
    public async Task Secrets_ScriptIsEndedOrGone_AreRemoved()
    {
        ScriptRequest request = Request("echo begun; cat $BW_SECRET_KEY >/dev/null; sleep 300") with
        {
            Secrets = new Dictionary<string, string> { ["key"] = "value" },
        };
        await Connection.StartAsync(request, default);
        string folder = Path.Combine(request.Reference.Folder, "secrets");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder, "KEY")));

        await Connection.EndAsync(request.Reference, default);
        Assert.False(Directory.Exists(folder));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Secrets_EngineDiedBeforeTheScriptBegan_AreRemoved(bool end)
    {
        ScriptReference script = Request("exit 0").Reference;
        string folder = Directory.CreateDirectory(Path.Combine(script.Folder, "secrets")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "KEY"), "value");

        if (end)
            await Connection.EndAsync(script, default);
        else
            Assert.Equal(ScriptState.NotStarted, await Connection.ProbeAsync(script, default));

        Assert.False(Directory.Exists(folder));
    }

    private string Pid() => File.ReadAllLines($"{Sandbox.Root}/tmp/pids")[^1];
}
