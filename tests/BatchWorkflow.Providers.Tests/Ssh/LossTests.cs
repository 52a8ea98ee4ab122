using System.Diagnostics;
using BatchWorkflow.TestKit;
using BatchWorkflow.TestKit.Contracts;

namespace BatchWorkflow.Providers.Tests.Ssh;

public sealed class LossTests : SshTest
{
    private const string Script = "echo ran >>\"$TMPDIR/ledger\"; echo begun; while [ ! -e \"$TMPDIR/go\" ]; do sleep 0.02; done; echo over; exit 7";

    [Fact]
    public async Task Wait_ConnectionBreaksInTheMiddle_GoesOnAndLosesNoLine()
    {
        await using Connection connection = Server.Open();
        (ScriptRequest request, Task<ScriptExit> wait, CollectedOutput output) = await BeginAsync(connection, Script);
        await Server.CutAsync();
        await EndsWellAsync(wait, output);
        await RanOnceAsync(connection, request);
    }

    [Fact]
    [Turns("ssh.command_timeout")]
    public async Task Wait_SessionsAnswerNoMore_IsNoticedWithinSecondsAndGoesOn()
    {
        await using Connection connection = Server.Open(settings => settings["command_timeout"] = 1.5);
        (_, Task<ScriptExit> wait, CollectedOutput output) = await BeginAsync(connection, Script);
        await Server.FreezeAsync();
        Stopwatch clock = Stopwatch.StartNew();
        await EndsWellAsync(wait, output);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Wait_ServerIsAwayForAWhile_GoesOnWhenItIsBack()
    {
        await using Connection connection = Server.Open();
        (_, Task<ScriptExit> wait, CollectedOutput output) = await BeginAsync(connection, Script);
        await Server.CutAsync();
        await Server.StopAsync();
        await Task.Delay(500);
        Assert.False(wait.IsCompleted);
        await Server.ListenAsync();
        await EndsWellAsync(wait, output);
    }

    [Fact]
    public async Task Start_ConnectionBrokeBefore_ConnectsAnew()
    {
        await using Connection connection = Server.Open();
        Assert.Equal(["one"], await SaysAsync(connection, "echo one"));
        await Server.CutAsync();
        Assert.Equal(["two"], await SaysAsync(connection, "echo two"));
    }

    [Fact]
    public async Task Start_NobodyListens_FailsAsTransientAndNamesTheServer()
    {
        await Server.StopAsync();
        try
        {
            Failure failure = await RefusedAsync(Server.Open());
            Assert.Equal(FailureKind.Transient, failure.Kind);
            Assert.Contains($"127.0.0.1:{Server.Port} cannot be reached", failure.Message, StringComparison.Ordinal);
        }
        finally
        {
            await Server.ListenAsync();
        }
    }

    [Fact]
    public async Task Probe_EngineWasKilledWhileItRan_IsRunningAndItsOutcomeIsTaken()
    {
        ScriptRequest request = Request(Script);
        await SshEngineProcess.StartAndKillAsync(Server, request);
        await using Connection connection = Server.Open();
        Assert.Equal(ScriptState.Running, await connection.ProbeAsync(request.Reference, default));
        CollectedOutput output = new();
        Task<ScriptExit> wait = connection.WaitAsync(request.Reference, output, default);
        await output.SeenAsync("begun");
        await EndsWellAsync(wait, output);
        await RanOnceAsync(connection, request);
    }

    [Fact]
    public async Task End_EngineWasKilledWhileItRan_EndsItsTree()
    {
        ScriptRequest request = Request("trap '' TERM; setsid sleep 300 & echo $! >\"$TMPDIR/pid\"; env -i setsid sh -c 'echo $$ >'\"$TMPDIR/clean\"'; exec sleep 300' & wait");
        await SshEngineProcess.StartAndKillAsync(Server, request);
        await ReachedAsync(() => File.Exists($"{Server.Temporary}/clean") && File.ReadAllText($"{Server.Temporary}/clean").EndsWith('\n'));
        await using Connection connection = Server.Open();
        await connection.EndAsync(request.Reference, default);

        Assert.Equal(ScriptState.Gone, await connection.ProbeAsync(request.Reference, default));
        Assert.False(IsAlive(await File.ReadAllTextAsync($"{Server.Temporary}/pid")));
        Assert.False(IsAlive(await File.ReadAllTextAsync($"{Server.Temporary}/clean")));
    }

    [Fact]
    public async Task Probe_OnlyAChildWithoutOurEnvironmentLives_IsRunningUntilThatEnds()
    {
        string go = $"{Server.Temporary}/go", shell = $"{Server.Temporary}/shell";
        ScriptRequest request = Request($"echo $$ >{shell}; env -i sh -c 'echo begun; while [ ! -e {go} ]; do sleep 0.05; done' & wait");
        await SshEngineProcess.StartAndKillAsync(Server, request);
        string attempt = $"{Server.Files}/attempts/{request.Reference.Token}";
        await ReachedAsync(() => File.Exists($"{attempt}.out") && File.ReadAllText($"{attempt}.out") == "begun\n");
        string runner = File.ReadAllText($"{attempt}.started").Split(' ')[0];
        string kept = File.ReadAllText($"/proc/{runner}/stat").Split(") ")[^1].Split(' ')[1];
        string[] all = [kept, runner, File.ReadAllText(shell).Trim()];
        await SshServer.RunAsync("kill", ["-KILL", .. all]);
        await ReachedAsync(() => !all.Any(IsAlive));
        await using Connection connection = Server.Open();
        Assert.Equal(ScriptState.Running, await connection.ProbeAsync(request.Reference, default));

        FailureException unsure = await Assert.ThrowsAsync<FailureException>(() => connection.EndAsync(request.Reference, default));
        Assert.Contains($"processes of its session {runner} live on", unsure.Failure.Message, StringComparison.Ordinal);
        Task<ScriptExit> wait = connection.WaitAsync(request.Reference, new CollectedOutput(), default);
        await File.WriteAllTextAsync(go, "");

        Assert.Null((await wait).Code);
        Assert.Equal(ScriptState.Gone, await connection.ProbeAsync(request.Reference, default));
    }

    [Fact]
    public async Task Probe_ItsProcessNumberIsAStrangersNow_IsGoneAndTheStrangerLives()
    {
        // As after a reboot: the recorded number is that of a process which is none of the script's.
        await using Connection connection = Server.Open();
        await SaysAsync(connection, "true");
        ScriptRequest request = Request("true");
        string stat = await File.ReadAllTextAsync($"/proc/{Environment.ProcessId}/stat");
        string start = stat.Split(") ")[^1].Split(' ')[19];
        await File.WriteAllTextAsync($"{Server.Files}/attempts/{request.Reference.Token}.started", $"{Environment.ProcessId} {start} another-boot\n");

        Assert.Equal(ScriptState.Gone, await connection.ProbeAsync(request.Reference, default));
        await connection.EndAsync(request.Reference, default);
        Assert.Null((await connection.WaitAsync(request.Reference, new CollectedOutput(), default)).Code);
    }

    [Fact]
    public async Task Probe_ExitStatusIsTorn_IsNotTakenForAnExit()
    {
        await using Connection connection = Server.Open();
        await SaysAsync(connection, "true");
        ScriptRequest request = Request("true");
        string file = $"{Server.Files}/attempts/{request.Reference.Token}";
        await File.WriteAllTextAsync($"{file}.started", "1 2 another-boot\n");
        await File.WriteAllTextAsync($"{file}.exit", "1");
        Assert.Equal(ScriptState.Gone, await connection.ProbeAsync(request.Reference, default));
    }

    private static bool IsAlive(string pid)
        => File.Exists($"/proc/{pid.Trim()}/stat") && File.ReadAllText($"/proc/{pid.Trim()}/stat").Split(") ")[^1][0] is not ('Z' or 'X');

    private static async Task ReachedAsync(Func<bool> reached)
    {
        for (int i = 0; i < 1000 && !reached(); i++)
            await Task.Delay(10);
        Assert.True(reached());
    }

    private async Task<(ScriptRequest Request, Task<ScriptExit> Wait, CollectedOutput Output)> BeginAsync(Connection connection, string command)
    {
        ScriptRequest request = Request(command);
        CollectedOutput output = new();
        await connection.StartAsync(request, default);
        Task<ScriptExit> wait = connection.WaitAsync(request.Reference, output, default);
        await output.SeenAsync("begun");
        return (request, wait, output);
    }

    private async Task EndsWellAsync(Task<ScriptExit> wait, CollectedOutput output)
    {
        await File.WriteAllTextAsync($"{Server.Temporary}/go", "");
        Assert.Equal(7, (await wait.WaitAsync(TimeSpan.FromSeconds(60))).Code);
        Assert.Equal(["begun", "over"], output.Output);
    }

    private async Task RanOnceAsync(Connection connection, ScriptRequest request)
    {
        Assert.Equal(ScriptState.Exited, await connection.ProbeAsync(request.Reference, default));
        await connection.StartAsync(request, default);
        Assert.Equal(["ran"], await File.ReadAllLinesAsync($"{Server.Temporary}/ledger"));
    }
}
