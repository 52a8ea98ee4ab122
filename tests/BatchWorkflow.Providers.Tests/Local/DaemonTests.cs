namespace BatchWorkflow.Providers.Tests.Local;

public sealed class DaemonTests : SandboxTest
{
    [Fact]
    public async Task Start_AttemptEnds_DaemonLivesUntilTheServerIsDeleted()
    {
        await SaysAsync("bw-daemon start web -- sh -c 'echo $$ >$TMPDIR/pid; setsid sleep 300 & echo $! >$TMPDIR/child; while :; do sleep 1; done'");
        await Task.Delay(100);
        string pid = Read("pid"), child = Read("child");
        Assert.Equal([$"web running {pid}"], await SaysAsync("bw-daemon status web"));
        Assert.True(IsAlive(pid) && IsAlive(child));

        await Sandbox.DeleteAsync();
        Assert.False(IsAlive(pid) || IsAlive(child));
        Assert.False(Directory.Exists(Sandbox.Folder));
    }

    [Fact]
    public async Task Start_DaemonIgnoresTerm_IsKilledWithTheServer()
    {
        await SaysAsync("bw-daemon start web -- sh -c 'trap \"\" TERM; echo $$ >$TMPDIR/pid; while :; do sleep 0.1; done'; sleep 0.1");
        string pid = Read("pid");
        await Sandbox.DeleteAsync();
        Assert.False(IsAlive(pid));
    }

    [Fact]
    public async Task Start_Daemon_HasACleanStartOfItsOwn()
    {
        ScriptRequest request = Request("exec 5>$TMPDIR/held; bw-daemon start web -- sh -c 'exec sleep 300'; bw-daemon status web") with
        {
            Secrets = new Dictionary<string, string> { ["key"] = "value" },
        };
        (_, IReadOnlyList<string> output, _) = await RunAsync(request);
        string pid = output[0].Split(' ')[2];
        string[] environment = File.ReadAllText($"/proc/{pid}/environ").Split('\0');
        Assert.Contains($"BW_DAEMON={Sandbox.Server.ProviderId}/web;", environment);
        Assert.Contains("BW_SERVER=web", environment);
        Assert.DoesNotContain(environment, variable => variable.StartsWith("BW_ATTEMPT", StringComparison.Ordinal)
            || variable.StartsWith("BW_SECRET", StringComparison.Ordinal));
        Assert.Equal(["0", "1", "2"], Directory.EnumerateFiles($"/proc/{pid}/fd").Select(Path.GetFileName).Order());
        Assert.Empty(Signals("SigIgn", await File.ReadAllLinesAsync($"/proc/{pid}/status")));
        Assert.Equal(pid, File.ReadAllText($"/proc/{pid}/stat").Split(") ")[1].Split(' ')[3]);
    }

    [Fact]
    public async Task Start_Again_KeepsTheSameAndReplacesAnother()
    {
        string first = Assert.Single(await SaysAsync("bw-daemon start web -- sleep 300; bw-daemon status web"));
        string same = Assert.Single(await SaysAsync("bw-daemon start web -- sleep 300; bw-daemon status web"));
        string other = Assert.Single(await SaysAsync("bw-daemon start web -- sleep 301; bw-daemon status web"));
        Assert.Equal(first, same);
        Assert.NotEqual(first, other);
        Assert.False(IsAlive(first.Split(' ')[2]));
        Assert.Equal([other], await SaysAsync("bw-daemon list"));
    }

    [Fact]
    public async Task Stop_RunningThenStopped_EndsItsTreeAndSucceedsTwice()
    {
        await SaysAsync("bw-daemon start web -- sh -c 'setsid sleep 300 & echo $! >$TMPDIR/child; wait'; sleep 0.1; bw-daemon stop web; bw-daemon stop web");
        Assert.False(IsAlive(Read("child")));
        Assert.Equal(3, (await RunAsync(Request("bw-daemon status web"))).Code);
        Assert.Equal(["web stopped"], await SaysAsync("bw-daemon list"));
    }

    [Fact]
    public async Task Start_ManyAtOnce_RunsOne()
    {
        await SaysAsync("for i in 1 2 3 4 5 6; do bw-daemon start web -- sh -c 'echo $$ >>$TMPDIR/starts; exec sleep 300' & done; wait");
        Assert.Single(await SaysAsync("cat $TMPDIR/starts"));
        Assert.Empty(Directory.EnumerateFiles($"{Sandbox.Folder}/daemons/web", ".mine*"));
    }

    [Fact]
    public async Task Start_AfterOneWasKilledInItsMiddle_TakesOverItsLock()
    {
        Directory.CreateDirectory($"{Sandbox.Folder}/daemons/web");
        await File.WriteAllTextAsync($"{Sandbox.Folder}/daemons/web/lock.3", "1 999999999999\n");
        Assert.StartsWith("web running", Assert.Single(await SaysAsync("bw-daemon start web -- sleep 300; bw-daemon status web")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_NoSuchCommand_FailsAndSaysSo()
    {
        (int? code, _, IReadOnlyList<string> errors) = await RunAsync(Request("bw-daemon start web -- no-such-program --flag"));
        Assert.Equal(127, code);
        Assert.Equal(["bw-daemon: cannot start 'web': there is no command 'no-such-program'"], errors);
    }

    [Fact]
    public async Task Start_DaemonDies_IsStoppedAndItsLogTellsWhy()
    {
        await SaysAsync("bw-daemon start web -- sh -c 'echo starting; echo because >&2; exit 1'; sleep 0.2");
        Assert.Equal(3, (await RunAsync(Request("bw-daemon status web"))).Code);
        Assert.Equal(["starting", "because"], await File.ReadAllLinesAsync($"{Sandbox.Folder}/daemons/web/log"));
    }

    [Theory]
    [InlineData("perl")]
    [InlineData("")]
    public async Task Start_WithoutSetsid_StillSurvivesTheAttempt(string kept)
    {
        // A PATH that has everything but setsid, and perl only when it is the one under test.
        string programs = Directory.CreateDirectory(Folder["programs"]).FullName;
        foreach (string name in (string[])["sh", "cat", "env", "sed", "grep", "mkdir", "mv", "rm", "ln", "sleep", .. kept.Length > 0 ? [kept] : Array.Empty<string>()])
        {
            string? found = Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
            Assert.SkipWhen(found is null, $"{name} is not on PATH.");
            File.CreateSymbolicLink(Path.Combine(programs, name), found);
        }
        string line = Assert.Single(await SaysAsync($"PATH=${{PATH%%:*}}:{programs}; bw-daemon start web -- sleep 300; bw-daemon status web"));
        string pid = line.Split(' ')[2];
        Assert.True(IsAlive(pid));

        await Sandbox.DeleteAsync();
        Assert.False(IsAlive(pid));
    }

    [Theory]
    [InlineData("bw-daemon")]
    [InlineData("bw-daemon start web sleep 1")]
    [InlineData("bw-daemon start ../web -- sleep 1")]
    [InlineData("bw-daemon begin web")]
    public async Task Arguments_Wrong_AreRefused(string command) => Assert.Equal(64, (await RunAsync(Request(command))).Code);

    private string Read(string file) => File.ReadAllText($"{Sandbox.Root}/tmp/{file}").Trim();
}
