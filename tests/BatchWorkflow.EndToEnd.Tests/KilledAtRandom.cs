using System.Diagnostics;

namespace BatchWorkflow.EndToEnd.Tests;

/// <summary>Killed at random instants: fifty over as many runs as it takes.</summary>
public sealed class KilledAtRandom : KilledRun
{
    private const int Kills = 50;
    private readonly Random _random = new(20261123);

    [Fact]
    public async Task Run_KilledAtRandomInstants_EndsAsIfUndisturbed()
    {
        for (int kills = 0; kills < Kills; Directory.Delete(Runner.State, recursive: true))
        {
            RunnerEnd end;
            do
            {
                using Process process = Runner.Run is { } id ? Runner.Start("resume", id) : Runner.Start("run", Workflow);
                Task<RunnerEnd> ending = Runner.EndAsync(process);
                if (await Task.WhenAny(ending, Task.Delay(_random.Next(100, 900))) != ending && kills < Kills)
                {
                    process.Kill();
                    kills++;
                }
                end = await ending;
            }
            while (end.WasKilled && (Runner.Run is null || !(await GetAsync()).Done));
            await AssertAsUndisturbedAsync();
        }
    }
}
