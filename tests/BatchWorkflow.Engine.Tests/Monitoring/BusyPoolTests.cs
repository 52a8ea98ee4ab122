using BatchWorkflow.Engine.Monitoring;

namespace BatchWorkflow.Engine.Tests.Monitoring;

/// <summary>Tests that keep the thread pool busy, and so run beside no others.</summary>
[CollectionDefinition("The thread pool is busy", DisableParallelization = true)]
public sealed class BusyPool;

[Collection("The thread pool is busy")]
public sealed class BusyPoolTests : IDisposable
{
    private readonly RunLogFixture _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Write_WhileEveryThreadOfThePoolIsTaken_LosesNothing()
    {
        const int lines = 20_000;
        using ManualResetEventSlim written = new();
        Task[] taken = [.. Enumerable.Range(0, 200).Select(_ => Task.Run(written.Wait))];
        await using (RunLog log = _run.Open())
        {
            Thread writer = new(() =>
            {
                for (int number = 0; number < lines; number++)
                    log.Write(LogLevel.Debug, $"{number}");
                written.Set();
            });
            writer.Start();
            writer.Join();
            await Task.WhenAll(taken);
        }

        Assert.Equal(lines, (await _run.ReadAsync()).Select(entry => entry.Message).Distinct().Count());
    }
}
