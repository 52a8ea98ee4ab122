using BatchWorkflow.Engine;
using BatchWorkflow.TestKit;

namespace BatchWorkflow.EndToEnd.Tests;

/// <summary>A run that is killed again and again, each time resumed by a new process, ends as one that nobody disturbed.</summary>
public abstract class KilledRun : IDisposable
{
    private const int MostKills = 1000;

    private readonly TemporaryFolder _folder = new();

    private protected KilledRun()
    {
        Workflow = LedgerWorkflow.Write(_folder.Path);
        Runner = new Runner(Path.Combine(_folder.Path, "state"));
    }

    private protected string Workflow { get; }

    private protected Runner Runner { get; }

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts a process that is killed at a boundary, and resumes in such processes until the run is over.</summary>
    /// <returns>How many were killed.</returns>
    private protected async Task<int> KillAsync(string verb, string what, string boundary)
    {
        int kills = 0;
        RunnerEnd end = await Runner.RunAsync(verb, what, boundary);
        for (; end.WasKilled; kills++)
        {
            Assert.True(kills < MostKills, $"After {kills} kills the run has not come to its end.");
            if ((await GetAsync()).Done)
                return kills + 1;
            end = await Runner.RunAsync("resume", Runner.Run!, boundary);
        }
        Assert.True(end.Code < 2, end.Output + end.Errors);
        return kills;
    }

    private protected async Task<BatchRun> GetAsync()
    {
        await using BatchEngine engine = new(new EngineOptions { StatePath = Runner.State });
        return await engine.GetAsync(Runner.Run!, CancellationToken.None);
    }

    private protected async Task AssertAsUndisturbedAsync() => LedgerWorkflow.AssertAsUndisturbed(await GetAsync(), Runner.State);
}
