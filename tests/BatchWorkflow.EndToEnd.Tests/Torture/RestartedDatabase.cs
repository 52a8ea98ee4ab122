using System.Diagnostics;
using System.Runtime.Versioning;
using BatchWorkflow.TestKit;
using BatchWorkflow.TestKit.Postgres;

namespace BatchWorkflow.EndToEnd.Tests.Torture;

/// <summary>The database server goes away again and again while a run goes on.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class RestartedDatabase(ITestOutputHelper output) : IAsyncDisposable
{
    private const int Restarts = 3;
    private readonly TemporaryFolder _folder = new();
    private readonly PostgresServer _server = new();
    private readonly Random _random = new(4);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_WhileTheDatabaseRestarts_GoesOnOrEndsInWordsAndLosesNothing(bool crash)
    {
        string workflow = LedgerWorkflow.Write(_folder.Path);
        TortureState state = new(await _server.NewStateAsync());
        RunnerEnd end = await RestartAsync(state.Runner.Start("run", workflow), crash);
        string run = (await state.FindAsync())!.Id;
        await state.AssertNothingLostAsync(run);
        for (int i = 1; end.Code != 0 && i <= Restarts; i++)
        {
            AssertInWords(end);
            end = await RestartAsync(state.Runner.Start("resume", run), crash && i < Restarts);
            await state.AssertNothingLostAsync(run);
        }
        Assert.True(end.Code == 0, end.Output + end.Errors);
        await state.AssertAsUndisturbedAsync();
    }

    /// <summary>Restarts the server a few times while a process works on the run.</summary>
    private async Task<RunnerEnd> RestartAsync(Process started, bool crash)
    {
        using Process process = started;
        await process.StandardOutput.ReadLineAsync();
        for (int i = 0; i < Restarts && !process.HasExited; i++)
        {
            await Task.Delay(_random.Next(50, 400));
            await (crash ? _server.CrashAsync() : _server.ShutDownAsync());
            await Task.Delay(_random.Next(400));
            await _server.StartAsync();
        }
        return await Runner.EndAsync(process);
    }

    private void AssertInWords(RunnerEnd end)
    {
        output.WriteLine(end.Errors);
        Assert.Equal(2, end.Code);
        Assert.StartsWith("State.EventsLost: The store has lost the last events of run ", end.Errors, StringComparison.Ordinal);
    }
}
