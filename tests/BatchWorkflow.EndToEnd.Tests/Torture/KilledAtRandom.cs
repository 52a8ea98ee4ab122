using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using BatchWorkflow.TestKit.Postgres;

namespace BatchWorkflow.EndToEnd.Tests.Torture;

/// <summary>Killed at random instants, over as many runs as it takes. BATCHWORKFLOW_KILLS sets how often on each store.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class KilledAtRandom(PostgresServer server, ITestOutputHelper output) : AnyStore(server)
{
    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("BATCHWORKFLOW_KILLS") ?? "10", CultureInfo.InvariantCulture);
    private readonly Random _random = new(20261123);

    [Theory]
    [MemberData(nameof(All))]
    public async Task Run_KilledAtRandomInstants_EndsAsIfUndisturbed(string kind)
    {
        string workflow = LedgerWorkflow.Write(Folder);
        KillFigures figures = new();
        while (figures.Kills < Kills)
        {
            TortureState state = await NewStateAsync(kind);
            await RunAsync(state, workflow, figures);
            await state.AssertAsUndisturbedAsync();
            figures.Runs++;
        }
        output.WriteLine($"{kind}: {figures}");
    }

    /// <summary>Submits a run, and resumes it after each kill until it is over.</summary>
    private async Task RunAsync(TortureState state, string workflow, KillFigures figures)
    {
        BatchRun? run;
        do
        {
            run = await state.FindAsync();
            RunnerEnd end = await EndAsync(run is null ? state.Runner.Start("run", workflow) : state.Runner.Start("resume", run.Id), figures);
            figures.Resumes += run is null ? 0 : 1;
            Assert.True(end.WasKilled || end.Code == 0, end.Output + end.Errors);
            run = await state.FindAsync();
            if (run is null)
                continue;
            await state.AssertNothingLostAsync(run.Id);
            figures.InFlight += end.WasKilled && run.StepsRunning > 0 ? 1 : 0;
        }
        while (run is not { Done: true });
    }

    /// <summary>Kills a process as it starts or, mostly, once it works on the run.</summary>
    private async Task<RunnerEnd> EndAsync(Process started, KillFigures figures)
    {
        using Process process = started;
        Task begun = _random.Next(4) == 0 ? Task.CompletedTask : process.StandardOutput.ReadLineAsync();
        await Task.WhenAny(begun, process.WaitForExitAsync());
        Task over = process.WaitForExitAsync();
        if (await Task.WhenAny(over, Task.Delay(_random.Next(700))) != over && figures.Kills < Kills)
        {
            process.Kill();
            figures.Kills++;
        }
        await begun;
        return await Runner.EndAsync(process);
    }
}

/// <summary>What was done to runs.</summary>
internal sealed class KillFigures
{
    public int Runs { get; set; }
    public int Kills { get; set; }
    public int Resumes { get; set; }

    /// <summary>Kills that met a run while a step of it was under way.</summary>
    public int InFlight { get; set; }

    public override string ToString() => $"{Kills} kills, {InFlight} of them in the middle of a step; {Resumes} resumes; {Runs} runs ended exactly";
}
