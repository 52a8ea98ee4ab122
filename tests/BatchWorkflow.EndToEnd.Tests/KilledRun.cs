using BatchWorkflow.Engine;
using BatchWorkflow.TestKit;

namespace BatchWorkflow.EndToEnd.Tests;

/// <summary>A run that is killed again and again, each time resumed by a new process, ends as one that nobody disturbed.</summary>
public abstract class KilledRun : IDisposable
{
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

    private protected async Task AssertAsUndisturbedAsync()
    {
        string[] servers = [.. Directory.GetDirectories(Path.Combine(Runner.State, "servers")).SelectMany(Directory.GetDirectories)];
        Assert.Equal(LedgerWorkflow.Servers, servers.Select(s => Path.GetFileName(s)!).Order(StringComparer.Ordinal));
        foreach (string root in servers.Select(s => Path.Combine(s, "root")))
        {
            Assert.Equal(LedgerWorkflow.Names, File.ReadAllLines(Path.Combine(root, "ledger")).Order(StringComparer.Ordinal));
            Assert.False(File.Exists(Path.Combine(root, "overlaps")), "Two attempts of a step were alive at once.");
        }
        BatchRun run = await GetAsync();
        Assert.Equal(RunStatus.Succeeded, run.Status);
        Assert.Equal(1 + LedgerWorkflow.Servers.Length + (LedgerWorkflow.Servers.Length * LedgerWorkflow.Taskservs), run.Steps);
        Assert.All(run.StepList, step => Assert.True(step.Succeeded && step.Changed, $"{step.Id} is {step.Status}, changed: {step.Changed}"));
        Assert.All(run.StepList, step => Assert.Null(step.Failure));
    }
}
