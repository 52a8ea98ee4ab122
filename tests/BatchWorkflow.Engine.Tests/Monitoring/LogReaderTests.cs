using BatchWorkflow.Engine.Monitoring;
using BatchWorkflow.Engine.Views;

namespace BatchWorkflow.Engine.Tests.Monitoring;

public sealed class LogReaderTests : IDisposable
{
    private readonly RunLogFixture _run = new();

    [Fact]
    public async Task Read_NoLogYet_IsEmpty()
    {
        Assert.Empty(await _run.ReadAsync());
        Assert.Empty(await _run.ReadAsync(new LogQuery { Tail = 3, Follow = true }));
    }

    [Fact]
    public async Task Read_Filters_GiveOnlyWhatIsWanted()
    {
        await using (RunLog log = _run.Open())
        {
            log.Write(LogLevel.Info, "of the run");
            log.For(_run.Step, 1).Write(LogLevel.Debug, "of the step");
            log.Write(LogLevel.Error, "of the operation", new LogPlace("install"));
        }

        Assert.Equal(["of the step", "of the operation"], await Messages(new LogQuery { Operation = "Install" }));
        Assert.Equal(["of the step"], await Messages(new LogQuery { Step = _run.Step.Id }));
        Assert.Equal(["of the operation"], await Messages(new LogQuery { Level = LogLevel.Warn }));
        Assert.Equal(["of the run"], await Messages(new LogQuery { Level = LogLevel.Info, Tail = 2, Operation = null }, take: 1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(999)]
    [InlineData(1000)]
    [InlineData(5000)]
    public async Task Read_Tail_IsTheEndOfTheWhole(int tail)
    {
        // Lines of up to 70,000 characters, so that some span several reads from the end.
        await using (RunLog log = _run.Open(new LoggingConfig { Destinations = [] }))
            for (int number = 0; number < 1000; number++)
                log.Write(LogLevel.Info, $"{number} {new string('x', number % 100 == 7 ? 70_000 : number)}");
        await File.AppendAllTextAsync(_run.LogFile, "{\"torn");

        List<string> all = await Messages(new LogQuery());
        Assert.Equal(1000, all.Count);
        Assert.Equal(all.TakeLast(tail), await Messages(new LogQuery { Tail = tail }));
    }

    [Theory]
    [InlineData("[\"not\", \"an entry\"]", 1)]
    [InlineData("{\"torn", 1)]
    [InlineData("null", 1)]
    [InlineData("{\"time\":7}", 1)]
    [InlineData("", 0)]
    public async Task Read_DamagedLineInTheMiddle_ShowsTheOthersAndTellsHowManyItPassedOver(string line, int passedOver)
    {
        await using (RunLog log = _run.Open())
            log.Write(LogLevel.Info, "before");
        await File.AppendAllTextAsync(_run.LogFile, line + "\n");
        await using (RunLog log = _run.Open())
            log.Write(LogLevel.Info, "after");
        List<int> told = [];
        Assert.Equal(["before", "after"], await Messages(new LogQuery { PassedOver = told.Add }));
        Assert.Equal(passedOver == 0 ? [] : [passedOver], told);
    }

    [Fact]
    public async Task Read_TailOfALongLog_ReadsOnlyItsEnd()
    {
        Directory.CreateDirectory(_run.RunFolder);
        await using (RunLog log = _run.Open(new LoggingConfig { Destinations = [] }))
            log.Write(LogLevel.Info, "the last");

        // Holes cost nothing to make, and minutes to read.
        string last = await File.ReadAllTextAsync(_run.LogFile);
        await using (FileStream file = new(_run.LogFile, FileMode.Create))
        {
            file.Seek(1L << 40, SeekOrigin.Begin);
            await file.WriteAsync(System.Text.Encoding.UTF8.GetBytes("\n" + last));
        }

        Assert.Equal(["the last"], await Messages(new LogQuery { Tail = 1 }));
    }

    [Fact]
    public async Task Read_Follow_GivesLinesAsTheyComeAndEndsWithTheRun()
    {
        bool isOver = false;
        await using RunLog log = _run.Open();
        log.Write(LogLevel.Info, "before");
        List<string> seen = [];
        await foreach (BatchLogEntry entry in LogReader.ReadAsync(
            _run.RunFolder, new LogQuery { Follow = true, Tail = 10 }, () => Volatile.Read(ref isOver), TimeProvider.System, default))
        {
            seen.Add(entry.Message);
            if (seen.Count == 1)
                log.Write(LogLevel.Info, "after");
            if (seen.Count != 2)
                continue;
            log.Write(LogLevel.Info, "at the end");
            Volatile.Write(ref isOver, true);
        }

        Assert.Equal(["before", "after", "at the end"], seen);
    }

    [Fact]
    public async Task Read_FollowWhenCancelled_Ends()
    {
        using CancellationTokenSource stop = new(TimeSpan.FromMilliseconds(50));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (BatchLogEntry _ in LogReader.ReadAsync(_run.RunFolder, new LogQuery { Follow = true }, () => false, TimeProvider.System, stop.Token))
                Assert.Fail("There is no line.");
        });
    }

    public void Dispose() => _run.Dispose();

    private async Task<List<string>> Messages(LogQuery query, int take = int.MaxValue) =>
        [.. (await _run.ReadAsync(query)).Select(entry => entry.Message).Take(take)];
}
