using System.Diagnostics;
using BatchWorkflow.Engine;

namespace BatchWorkflow.EndToEnd.Tests;

/// <summary>A run with a gate whose processes are killed: the gate opens once, and what people say to a run that nobody works on counts.</summary>
public sealed class KilledAtGate : KilledRun
{
    [Theory]
    [InlineData("after")]
    [InlineData("before")]
    public async Task Run_KilledAtEachJournalBoundary_PassesTheGateOnce(string boundary)
    {
        int kills = await KillAsync("run", Gated(timeout: 1), boundary);

        Assert.True(kills > 5, $"Only {kills} kills: the boundaries were not met.");
        BatchRun run = await GetAsync();
        Assert.Equal(RunStatus.Succeeded, run.Status);
        Assert.All(run.StepList, step => Assert.True(step.Succeeded, $"{step.Id} is {step.Status}"));
        Assert.Equal("7", run.StepList.Single(s => s.Operation == "ask").Outputs["count"]);
        await using BatchEngine engine = Engine();
        Assert.Single(await engine.TrailAsync(run.Id, all: true, CancellationToken.None), e => e.Action == "Opened");
    }

    [Fact]
    public async Task Requests_WhileNobodyWorksOnTheRun_CountWhenItIsResumed()
    {
        using Process holder = Runner.Start("run", Gated(timeout: 3600));
        Task<RunnerEnd> ending = Runner.EndAsync(holder);
        await UntilAsync(async () => Runner.Run is not null && (await GetAsync()).Waiting);
        holder.Kill();
        await ending;
        DateTimeOffset? until = Assert.Single((await GetAsync()).Gates).Until;

        await using BatchEngine engine = Engine();
        await engine.SkipAsync(Runner.Run!, "left-out/t01@a", "done by hand", CancellationToken.None);
        BatchRun asked = await engine.ApproveAsync(Runner.Run!, "ask", new Dictionary<string, string> { ["count"] = "8" }, "agreed", CancellationToken.None);

        Assert.Equal((RunStatus.Interrupted, false), (asked.Status, asked.Waiting));
        Assert.Contains($"process {holder.Id} ", asked.Reason, StringComparison.Ordinal);
        Assert.True(until > asked.Submitted + TimeSpan.FromMinutes(59));
        RunnerEnd end = await Runner.RunAsync("resume", Runner.Run!);
        Assert.EndsWith("Succeeded", end.Output.TrimEnd(), StringComparison.Ordinal);
        BatchRun run = await GetAsync();
        Assert.Equal([StepStatus.Succeeded, StepStatus.Skipped, StepStatus.Skipped], run.StepList.Where(s => s.Operation is "ask" or "behind" or "left-out").Select(s => s.Status));
        Assert.EndsWith(": done by hand", run.StepList.Single(s => s.Operation == "left-out").Reason, StringComparison.Ordinal);
    }

    private string Gated(int timeout)
    {
        string file = Path.Combine(Path.GetDirectoryName(Workflow)!, "gated.yaml");
        File.WriteAllText(file, $$"""
            name: gated
            operations:
              - { id: servers, type: create, target: server, items: [a] }
              - { id: ask, type: gate, depends_on: [servers], timeout: {{timeout}}, default: approve, answers: { count: { type: int, default: 7 } } }
              - { id: behind, type: create, target: taskserv, items: [t00], servers: [a], when: outputs.ask.count == 7 }
              - { id: left-out, type: create, target: taskserv, items: [t01], servers: [a], depends_on: [ask] }
            """);
        return file;
    }

    private BatchEngine Engine() => new(new EngineOptions { StatePath = Runner.State, Origin = new RunOrigin { User = "ann", Host = Environment.MachineName, Process = Environment.ProcessId } });

    private static async Task UntilAsync(Func<Task<bool>> reached)
    {
        using CancellationTokenSource giveUp = new(TimeSpan.FromSeconds(60));
        while (!await reached())
            await Task.Delay(20, giveUp.Token);
    }
}
