using System.Net.Sockets;
using BatchWorkflow.Engine.Running;

namespace BatchWorkflow.Engine.Tests.Running;

/// <summary>A fault of the engine or of a plug-in in the middle of an attempt.</summary>
public sealed class EngineFaultTests
{
    private const string Make = """
        name: make
        retry_policy: { max_attempts: 3, initial_delay: 0.01 }
        operations:
          - { id: make, type: create, target: server, items: [a], on_failure: fail }
        """;

    [Fact]
    public async Task Run_PlugInThrowsWhatNoWorldBringsAbout_FailsOnceAndLogsTheTrace()
    {
        (BatchRun run, string log) = await RunAsync(() => Length(null!));

        BatchStep step = run.StepList.Single(s => s.Item == "a");
        Assert.Equal((FailureKind.Fault, "NullReferenceException", 1), (step.Failure!.Kind, step.Failure.Code, step.Attempts));
        Assert.Equal("BatchWorkflow or a plug-in has a fault: Object reference not set to an instance of an object. The run's log has its stack trace.", step.Failure.Message);
        Assert.Contains($"at {typeof(ResourceAttempt).FullName}", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_PlugInThrowsForTheNetwork_IsRetriedAsUnknown()
    {
        (BatchRun run, _) = await RunAsync(() => throw new SocketException((int)SocketError.HostDown));

        BatchStep step = run.StepList.Single(s => s.Item == "a");
        Assert.Equal((FailureKind.Unknown, 3), (step.Failure!.Kind, step.Attempts));
    }

    private static int Length(string text) => text.Length;

    private static async Task<(BatchRun Run, string Log)> RunAsync(Func<int> compare)
    {
        await using ScriptedEngine engine = new();
        engine.WriteServers("a");
        Plan plan = await engine.PlanAsync(Make);
        engine.World.Diff = (_, _) => compare() == 0 ? new ResourceDiff(DiffKind.None, []) : new ResourceDiff(DiffKind.Missing, []);
        BatchRun over;
        await using (ActiveRun run = await engine.SubmitAsync(plan))
            over = await run.Completion;
        return (over, await File.ReadAllTextAsync(engine[$"state/runs/{over.Id}/log.jsonl"], TestContext.Current.CancellationToken));
    }
}
