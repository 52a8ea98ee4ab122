using BatchWorkflow.TestKit.Contracts;

namespace BatchWorkflow.Providers.Tests.Local;

public sealed class EngineDeathTests : SandboxTest
{
    private const string Script = "echo begun; while [ ! -e $TMPDIR/go ]; do sleep 0.02; done; echo over; exit 7";

    [Fact]
    public async Task Wait_EngineWasKilledWhileItRan_TakesItsOutcome()
    {
        ScriptReference script = await StartAndKillEngineAsync(Script);
        Assert.Equal(ScriptState.Running, await Connection.ProbeAsync(script, default));
        CollectedOutput output = new();
        Task<ScriptExit> wait = Connection.WaitAsync(script, output, default);
        await output.SeenAsync("begun");
        await File.WriteAllTextAsync($"{Sandbox.Root}/tmp/go", "");

        Assert.Equal(7, (await wait).Code);
        Assert.Equal(["begun", "over"], output.Output);
    }

    [Fact]
    public async Task Probe_ItEndedWhileNoEngineLived_IsExitedAndItsRestIsEnded()
    {
        ScriptReference script = await StartAndKillEngineAsync("setsid sleep 300 & echo $! >$TMPDIR/pid; echo over; exit 7");
        await ReachedAsync(() => File.Exists($"{script.Folder}/exit") && File.ReadAllText($"{script.Folder}/exit") == "7\n");

        Assert.Equal(ScriptState.Exited, await Connection.ProbeAsync(script, default));
        CollectedOutput output = new();
        Assert.Equal(7, (await Connection.WaitAsync(script, output, default)).Code);
        Assert.Equal(["over"], output.Output);
        Assert.False(IsAlive(File.ReadAllText($"{Sandbox.Root}/tmp/pid").Trim()));
    }

    [Fact]
    public async Task End_OfAnOrphan_EndsItsTree()
    {
        ScriptReference script = await StartAndKillEngineAsync("trap '' TERM; setsid sleep 300 & echo $! >$TMPDIR/pid; echo begun; wait");
        await ReachedAsync(() => File.ReadAllText($"{script.Folder}/stdout") == "begun\n");
        Task<ScriptExit> wait = Connection.WaitAsync(script, new CollectedOutput(), default);
        await Connection.EndAsync(script, default);

        Assert.Null((await wait).Code);
        Assert.False(IsAlive(File.ReadAllText($"{Sandbox.Root}/tmp/pid").Trim()));
        Assert.Equal(ScriptState.Gone, await Connection.ProbeAsync(script, default));
    }

    [Fact]
    public async Task Probe_RunnerIsGoneButItsScriptLives_IsRunningUntilThatEnds()
    {
        ScriptReference script = await StartAndKillEngineAsync(Script);
        await ReachedAsync(() => File.ReadAllText($"{script.Folder}/stdout") == "begun\n");
        await SaysAsync($"kill -KILL {File.ReadAllText($"{script.Folder}/started").Split(' ')[0]}");
        Assert.Equal(ScriptState.Running, await Connection.ProbeAsync(script, default));

        Task<ScriptExit> wait = Connection.WaitAsync(script, new CollectedOutput(), default);
        await File.WriteAllTextAsync($"{Sandbox.Root}/tmp/go", "");
        Assert.Null((await wait).Code);
        Assert.Equal(ScriptState.Gone, await Connection.ProbeAsync(script, default));
    }

    [Fact]
    public async Task Probe_OnlyAChildWithoutOurEnvironmentLives_IsRunningUntilThatEnds()
    {
        ScriptReference script = await LeaveChildAsync();
        Assert.Equal(ScriptState.Running, await Connection.ProbeAsync(script, default));

        Task<ScriptExit> wait = Connection.WaitAsync(script, new CollectedOutput(), default);
        Assert.False(wait.IsCompleted);
        await File.WriteAllTextAsync($"{Sandbox.Root}/tmp/go", "");

        Assert.Null((await wait).Code);
        Assert.Equal(ScriptState.Gone, await Connection.ProbeAsync(script, default));
    }

    [Fact]
    public async Task End_OnlyAChildWithoutOurEnvironmentLives_EndsIt()
    {
        ScriptReference script = await LeaveChildAsync();

        await Connection.EndAsync(script, default);

        Assert.Equal(ScriptState.Gone, await Connection.ProbeAsync(script, default));
    }

    [Fact]
    public async Task End_NumberOfItsSessionMayBeAStrangersByNow_SaysSoAndEndsNothing()
    {
        ScriptReference script = await LeaveChildAsync();
        string[] record = (await File.ReadAllTextAsync($"{script.Folder}/started")).Trim().Split(' ');
        await File.WriteAllTextAsync($"{script.Folder}/started", $"{record[0]} {record[1]} {record[2]} 1\n");
        await ReachedAsync(() => !Directory.Exists($"/proc/{record[0]}")); // Until then its number is its own.
        Assert.Equal(ScriptState.Running, await Connection.ProbeAsync(script, default));

        FailureException unsure = await Assert.ThrowsAsync<FailureException>(() => Connection.EndAsync(script, default));

        Assert.Contains($"processes of its session {record[0]} live", unsure.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(ScriptState.Running, await Connection.ProbeAsync(script, default));
        await File.WriteAllTextAsync($"{Sandbox.Root}/tmp/go", "");
        Assert.Null((await Connection.WaitAsync(script, new CollectedOutput(), default)).Code);
    }

    [Fact]
    public async Task Probe_RecordIsOfAnEarlierLifeOfTheMachine_IsGoneAndWhatHasItsNumberLives()
    {
        ScriptReference script = await LeaveChildAsync();
        string[] record = (await File.ReadAllTextAsync($"{script.Folder}/started")).Trim().Split(' ');
        await File.WriteAllTextAsync($"{script.Folder}/started", $"{record[0]} {record[1]} another-boot {record[3]}\n");

        Assert.Equal(ScriptState.Gone, await Connection.ProbeAsync(script, default));
        await Connection.EndAsync(script, default);

        await File.WriteAllTextAsync($"{script.Folder}/started", $"{string.Join(' ', record)}\n");
        Assert.Equal(ScriptState.Running, await Connection.ProbeAsync(script, default));
        await Connection.EndAsync(script, default);
    }

    [Fact]
    public async Task Probe_ItsProcessNumberIsAStrangersNow_IsGoneAndTheStrangerLives()
    {
        // As after a reboot: the recorded number is that of a process which is none of the script's.
        ScriptReference script = NewScript();
        Directory.CreateDirectory(script.Folder);
        await File.WriteAllTextAsync($"{script.Folder}/started", $"{Environment.ProcessId}\n");
        Directory.CreateDirectory($"{script.Folder}/secrets");

        Assert.Equal(ScriptState.Gone, await Connection.ProbeAsync(script, default));
        Assert.False(Directory.Exists($"{script.Folder}/secrets"));
        Assert.Null((await Connection.WaitAsync(script, new CollectedOutput(), default)).Code);
        await Connection.EndAsync(script, default);
    }

    [Fact]
    public async Task Probe_ExitStatusIsTorn_IsNotTakenForAnExit()
    {
        ScriptReference script = NewScript();
        Directory.CreateDirectory(script.Folder);
        await File.WriteAllTextAsync($"{script.Folder}/started", "1\n");
        await File.WriteAllTextAsync($"{script.Folder}/exit", "1");
        Assert.Equal(ScriptState.Gone, await Connection.ProbeAsync(script, default));
    }

    private static async Task ReachedAsync(Func<bool> reached)
    {
        for (int i = 0; i < 1000 && !reached(); i++)
            await Task.Delay(10);
        Assert.True(reached());
    }

    /// <summary>Kills engine, runner and script, and leaves a child of the script that has none of our variables.</summary>
    private async Task<ScriptReference> LeaveChildAsync()
    {
        string go = $"{Sandbox.Root}/tmp/go";
        ScriptReference script = await StartAndKillEngineAsync($"env -i sh -c 'echo begun; while [ ! -e {go} ]; do sleep 0.05; done' & echo $$ >$TMPDIR/shell; wait");
        await ReachedAsync(() => File.ReadAllText($"{script.Folder}/stdout") == "begun\n" && File.Exists($"{Sandbox.Root}/tmp/shell"));
        string runner = File.ReadAllText($"{script.Folder}/started").Split(' ')[0], shell = File.ReadAllText($"{Sandbox.Root}/tmp/shell").Trim();
        await SaysAsync($"kill -KILL {runner} {shell}");
        await ReachedAsync(() => !IsAlive(runner) && !IsAlive(shell));
        return script;
    }

    private async Task<ScriptReference> StartAndKillEngineAsync(string command)
    {
        ScriptReference script = NewScript();
        using EngineProcess engine = EngineProcess.Start(State);
        await engine.StartScriptAsync(script, command);
        await engine.KillAsync();
        return script;
    }
}
