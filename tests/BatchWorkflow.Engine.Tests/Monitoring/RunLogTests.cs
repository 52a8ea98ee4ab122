using BatchWorkflow.Engine.Monitoring;

namespace BatchWorkflow.Engine.Tests.Monitoring;

public sealed class RunLogTests : IDisposable
{
    private readonly RunLogFixture _run = new();

    [Fact]
    public async Task Write_LineOfAnAttempt_CarriesEveryField()
    {
        await using (RunLog log = _run.Open())
            log.For(_run.Step, 2, "act", "create.sh").Script(LogLevel.Info, isError: true, "{not} a template");

        Assert.Equal(
            """{"time":"2026-01-02T03:04:05.678+00:00","level":"info","run_id":"20260102-030405-ab12","operation":"install","step":"install/os@web-1","attempt":2,"server":"web-1","script":"create.sh","stream":"stderr","trace_id":"d7e8926803dd943401b5a30076573322","span_id":"c9d2689e52d9b6cc","message":"{not} a template"}""" + "\n",
            await File.ReadAllTextAsync(_run.LogFile));
    }

    [Fact]
    public async Task Write_DefaultConfig_CopiesToAFileInJsonAndToTheObserverInText()
    {
        await using (RunLog log = _run.Open())
        {
            log.Write(LogLevel.Debug, "a detail");
            log.Write(LogLevel.Info, "the run begins");
            log.For(_run.Step, 2, "check", "check.sh").Script(LogLevel.Info, isError: false, "hello");
        }

        Assert.Equal(3, (await File.ReadAllLinesAsync(_run.LogFile)).Length);
        Assert.Equal((await File.ReadAllLinesAsync(_run.LogFile))[1..], await File.ReadAllLinesAsync(_run.Destination));
        Assert.Equal(["03:04:05 info  the run begins", "03:04:05 info  install/os@web-1 (2) check.sh stdout: hello"], _run.Lines);
    }

    [Fact]
    public async Task Write_TextFormat_WritesTheFileForPeople()
    {
        await using (RunLog log = _run.Open(new LoggingConfig { Format = LogFormat.Text, FormatIsExplicit = true, Level = LogLevel.Warn, Path = "elsewhere" }))
        {
            log.Write(LogLevel.Info, "too little");
            log.Write(LogLevel.Warn, "two\nlines");
            log.For(_run.Step, 2).Script(LogLevel.Warn, isError: true, "hello");
        }

        Assert.Equal(
            "2026-01-02T03:04:05.678Z warn  run=20260102-030405-ab12 trace=d7e8926803dd943401b5a30076573322 span=199456d896e80281: two\n    lines\n"
            + "2026-01-02T03:04:05.678Z warn  run=20260102-030405-ab12 operation=install step=install/os@web-1 attempt=2 "
            + "trace=d7e8926803dd943401b5a30076573322 span=41dbd3cb38fd92ee stream=stderr: hello\n",
            await File.ReadAllTextAsync(Path.Combine(_run.Folder, "elsewhere", $"web-{RunLogFixture.RunId}.log")));
        Assert.Equal(3, (await _run.ReadAsync()).Count);
    }

    [Fact]
    public async Task Write_ExplicitJson_IsWhatTheObserverGets()
    {
        await using (RunLog log = _run.Open(new LoggingConfig { FormatIsExplicit = true, Destinations = [LogDestination.Stdout] }))
            log.Write(LogLevel.Info, "x");
        Assert.Equal(await File.ReadAllLinesAsync(_run.LogFile), _run.Lines);
        Assert.False(Directory.Exists(Path.GetDirectoryName(_run.Destination)));
    }

    [Fact]
    public async Task Write_ControlCharacters_AreStripped()
    {
        await using (RunLog log = _run.Open())
            log.Write(LogLevel.Info, "\u001b[31mred\u001b[0m \u001b]0;title\arest\b\u202e 10%\r20%\r");
        Assert.Equal("red rest 10% 20%", (await _run.ReadAsync()).Single().Message);
        Assert.EndsWith("red rest 10% 20%", _run.Lines.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_SecretInAnyDress_ReachesNoSink()
    {
        const string canary = "canary\u001b7value";
        _run.Masker.Add(canary);
        _run.Masker.Add("plain-canary");
        await using (RunLog log = _run.Open(new LoggingConfig { Format = LogFormat.Text, FormatIsExplicit = true }))
        {
            StepLog step = log.For(_run.Step, 1);
            step.Script(LogLevel.Info, isError: false, $"a {canary} b");
            step.Script(LogLevel.Info, isError: true, "c plain-\u001b[1mcanary d");
            step.Write(LogLevel.Error, $"e plain-canary f {Convert.ToBase64String("plain-canary"u8)}");
        }

        string everything = await File.ReadAllTextAsync(_run.LogFile) + await File.ReadAllTextAsync(_run.Destination) + string.Join('\n', _run.Lines);
        Assert.DoesNotContain("canary", everything, StringComparison.Ordinal);
        Assert.Equal(["a *** b", "c *** d", "e *** f ***"], (await _run.ReadAsync()).Select(entry => entry.Message));
    }

    [Fact]
    public async Task Write_DestinationThatCannotBeMade_IsToldOnceAndTheRestGoesOn()
    {
        await File.WriteAllTextAsync(Path.Combine(_run.Folder, "logs"), "a file where the folder should be");
        await using (RunLog log = _run.Open())
        {
            for (int number = 0; number < 3; number++)
            {
                log.Write(LogLevel.Info, $"line {number}");
                _run.Time.Advance(TimeSpan.FromMinutes(1));
            }
        }

        string warning = Assert.Single(_run.Warnings);
        Assert.StartsWith($"The log file {_run.Destination} cannot be written (", warning, StringComparison.Ordinal);
        Assert.Equal(3, _run.Lines.Count(line => line.Contains("line ", StringComparison.Ordinal)));
        Assert.Single(await _run.ReadAsync(), entry => entry.Level == LogLevel.Warn && entry.Message == warning);
    }

    [Fact]
    public async Task Write_DestinationThatComesBack_SaysHowManyLinesAreMissing()
    {
        string blocker = Path.Combine(_run.Folder, "logs");
        await File.WriteAllTextAsync(blocker, "");
        await using (RunLog log = _run.Open())
        {
            log.Write(LogLevel.Info, "lost");
            Assert.True(SpinWait.SpinUntil(() => _run.Warnings.Count == 1, TimeSpan.FromSeconds(20)));
            File.Delete(blocker);
            _run.Time.Advance(TimeSpan.FromSeconds(6));
            log.Write(LogLevel.Info, "kept");
        }

        // The line, and the warning that it is lost.
        string[] lines = await File.ReadAllLinesAsync(_run.Destination);
        Assert.Contains("2 log lines are missing here", lines[0], StringComparison.Ordinal);
        Assert.Contains("\"kept\"", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_ObserverThatThrows_IsToldOnceAndTheFilesGoOn()
    {
        await using (RunLog log = _run.Open())
        {
            _run.Refuses = true;
            log.Write(LogLevel.Info, "first");
            log.Write(LogLevel.Info, "second");
        }

        Assert.Equal("Log lines cannot be shown (the screen is gone). The run goes on; Get-BatchLog reads its log.", Assert.Single(_run.Warnings));
        Assert.Equal(["first", "second"], (await _run.ReadAsync()).Where(entry => entry.Level == LogLevel.Info).Select(entry => entry.Message));
    }

    [Fact]
    public async Task Write_ObserverThatHangs_HoldsUpNobodyForLong()
    {
        using ManualResetEventSlim screen = new();
        _run.Screen = screen;
        long begin = Environment.TickCount64;
        await using (RunLog log = _run.Open())
        {
            // More than the queue takes: the writer waits once, a second, and not for each line.
            for (int number = 0; number < 9000; number++)
                log.Write(LogLevel.Info, $"line {number}");
            Assert.True(Environment.TickCount64 - begin < 30_000);
            screen.Set();
        }

        Assert.Equal(9000, (await _run.ReadAsync()).Count);
        Assert.Single(_run.Lines, line => line.Contains("log lines are missing here", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Open_AgainAfterAKill_GoesOnBehindTheTornLine()
    {
        await using (RunLog log = _run.Open())
            log.Write(LogLevel.Info, "first");
        await File.AppendAllTextAsync(_run.LogFile, """{"time":"2026-01-02T03:04:05+00:00","level":"in""");
        await using (RunLog log = _run.Open())
            log.Write(LogLevel.Info, "second");
        Assert.Equal(["first", "second"], (await _run.ReadAsync()).Select(entry => entry.Message));
    }

    [Fact]
    public async Task Write_ManyThreads_KeepsEveryLineWhole()
    {
        await using (RunLog log = _run.Open())
            await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
            {
                for (int number = 0; number < 5000; number++)
                    log.Write(LogLevel.Debug, $"{thread}:{number}");
            })));
        List<BatchLogEntry> entries = await _run.ReadAsync();
        Assert.Equal(20_000, entries.Select(entry => entry.Message).Distinct().Count());
        Assert.Equal(Enumerable.Range(0, 5000).Select(number => $"2:{number}"), entries.Select(entry => entry.Message).Where(text => text.StartsWith("2:", StringComparison.Ordinal)));
    }

    [Fact]
    public void Sweep_OldFiles_RemovesOnlyThisWorkflowsOwn()
    {
        LoggingConfig config = new() { RetentionDays = 30, Path = "logs" };
        string folder = Directory.CreateDirectory(Path.Combine(_run.Folder, "logs")).FullName;
        string[] names = ["web-20250101-000000-aaaa.log", "web-prod-20250101-000000-aaaa.log", "web-20260101-000000-bbbb.log", "web-notes.log"];
        foreach (string name in names)
        {
            File.WriteAllText(Path.Combine(folder, name), "");
            File.SetLastWriteTimeUtc(Path.Combine(folder, name), _run.Time.GetUtcNow().UtcDateTime.AddDays(name.Contains("2026", StringComparison.Ordinal) ? -29 : -31));
        }

        Assert.Empty(LogRetention.Sweep(config, _run.Folder, "web", _run.Time));
        Assert.Equal(names[1..].Order(), Directory.GetFiles(folder).Select(file => Path.GetFileName(file)).Order());
    }

    public void Dispose() => _run.Dispose();
}
