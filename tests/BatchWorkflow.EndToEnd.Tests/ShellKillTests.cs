using System.Diagnostics;
using BatchWorkflow.Engine;
using BatchWorkflow.TestKit;

namespace BatchWorkflow.EndToEnd.Tests;

/// <summary>What other processes see of a run whose Shell was killed, and how it goes on.</summary>
public sealed class ShellKillTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _state;
    private readonly string _workflow;

    public ShellKillTests()
    {
        _state = Path.Combine(_folder.Path, "state");
        _workflow = LedgerWorkflow.Write(_folder.Path);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Submit_KilledFiveTimes_ShowsInterruptedAtOnceAndEndsAsIfUndisturbed()
    {
        Shell shell = new(_state);
        Runner runner = new(_state);
        for (int kill = 1; kill <= 5; kill++)
        {
            using Process process = runner.Run is { } id ? shell.Start("Resume-BatchWorkflow", id) : shell.Start("Submit-BatchWorkflow", _workflow);
            Task<RunnerEnd> ending = Runner.EndAsync(process);
            await UntilAsync(() => Ledgers() >= kill * 8);
            process.Kill();
            await ending;
            Assert.Equal(RunStatus.Interrupted, (await GetAsync(runner)).Status);
        }
        RunnerEnd end = await shell.RunAsync("Resume-BatchWorkflow", runner.Run!);

        Assert.True(end.Code == 0, end.Output + end.Errors);
        Assert.Equal((RunStatus.Succeeded, 64), ((await GetAsync(runner)).Status, (await GetAsync(runner)).StepsChanged));
        Assert.Equal(LedgerWorkflow.Servers.Length * LedgerWorkflow.Taskservs, Ledgers());
    }

    [Fact]
    public async Task Resume_RunThatAnotherProcessHolds_IsRefusedInWords()
    {
        Runner runner = new(_state);
        using Process holder = runner.Start("run", _workflow);
        Task<RunnerEnd> ending = Runner.EndAsync(holder);
        await UntilAsync(() => runner.Run is not null);

        RunnerEnd refused = await runner.RunAsync("resume", runner.Run!);

        Assert.Equal(2, refused.Code);
        Assert.StartsWith("Run.Held: ", refused.Errors, StringComparison.Ordinal);
        Assert.Contains($"(process {holder.Id}", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(0, (await ending).Code);
    }

    [Fact]
    public async Task Submit_TwiceAtOnce_MakesEachServerOnce()
    {
        Runner runner = new(_state);
        RunnerEnd[] ends = await Task.WhenAll(runner.RunAsync("run", _workflow), runner.RunAsync("run", _workflow));

        Assert.All(ends, end => Assert.True(end.Code == 0, end.Output + end.Errors));
        Assert.Equal(LedgerWorkflow.Servers.Length * LedgerWorkflow.Taskservs, Ledgers());
        await using BatchEngine engine = new(new EngineOptions { StatePath = _state });
        List<BatchRun> runs = await engine.ListAsync(run => Assert.Fail(run.ToString()), CancellationToken.None).ToListAsync();
        Assert.Equal(64, runs.Sum(r => r.StepsChanged));
    }

    [Fact]
    public async Task Suspend_RunOfAnotherProcess_IsAcknowledgedAndResumedElsewhere()
    {
        Runner runner = new(_state);
        using Process holder = runner.Start("run", LedgerWorkflow.Write(_folder.Path, seconds: "0.5"));
        Task<RunnerEnd> ending = Runner.EndAsync(holder);
        await UntilAsync(() => Ledgers() > 0);

        await using BatchEngine engine = new(new EngineOptions { StatePath = _state });
        BatchRun asked = await engine.ControlAsync(runner.Run!, Engine.Journal.ControlKind.Suspend, "lunch", CancellationToken.None);
        Assert.True(asked.Status is RunStatus.Suspending or RunStatus.Suspended, asked.Status.ToString());
        Assert.EndsWith("Suspended", (await ending).Output.TrimEnd(), StringComparison.Ordinal);
        Assert.True((await GetAsync(runner)).StepsDone < 64);

        RunnerEnd end = await runner.RunAsync("resume", runner.Run!);
        Assert.EndsWith("Succeeded", end.Output.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(LedgerWorkflow.Servers.Length * LedgerWorkflow.Taskservs, Ledgers());
    }

    private int Ledgers() => Directory.Exists(Path.Combine(_state, "servers"))
        ? LedgerWorkflow.Servers.Sum(s => Lines(Path.Combine(_state, "servers", Path.GetFileName(_folder.Path), s, "root/ledger")))
        : 0;

    private static int Lines(string path) => File.Exists(path) ? File.ReadAllLines(path).Length : 0;

    private static async Task UntilAsync(Func<bool> reached)
    {
        using CancellationTokenSource giveUp = new(TimeSpan.FromSeconds(60));
        while (!reached())
            await Task.Delay(5, giveUp.Token);
    }

    private async Task<BatchRun> GetAsync(Runner runner)
    {
        await using BatchEngine engine = new(new EngineOptions { StatePath = _state });
        return await engine.GetAsync(runner.Run!, CancellationToken.None);
    }
}
