using BatchWorkflow.Simulation.Tests.Laws.World;
using BatchWorkflow.Simulation.Tests.Simulating;
using BatchWorkflow.Simulation.Tests.World;

namespace BatchWorkflow.Simulation.Tests;

/// <summary>An engine that is killed while it makes a run go on by today's definitions, at each piece of its work.</summary>
public sealed class UseCurrentTests
{
    private const string Made = "base@web-1 = 2, more@web-1 = 1, old@web-1 = 1";

    private static readonly OperationDefinition Servers =
        new() { Id = "servers", Type = OperationType.Create, Target = OperationTarget.Server, Items = ["web-1"] };

    private static readonly PlanSource Then = Sources.Of(
        [Sources.Server("web-1")], [Sources.Taskserv("base", "create", "delete", "check"), Sources.Taskserv("old", "create", "delete")],
        Servers, Install("base", "servers"), Install("old", "base"));

    private static readonly PlanSource Today = Sources.Of(
        [Sources.Server("web-1")], [Sources.Taskserv("base", "create", "delete", "check") with { Version = "2" }, Sources.Taskserv("more", "create", "delete", "check")],
        Servers, Install("base", "servers"), Install("more", "base"));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Kill_AtAnyPieceOfWork_LeavesARunThatGoesOn(bool takesAgain)
    {
        int killed = 0;
        for (int after = 1; Kill(after, takesAgain); after += 3)
            killed++;
        Assert.InRange(killed, 20, 2000);
    }

    private static OperationDefinition Install(string id, string after) =>
        new() { Id = id, Type = OperationType.Create, Target = OperationTarget.Taskserv, Items = [id], DependsOn = [after], OnFailure = FailureAction.Fail };

    /// <summary>False when the engine had nothing left to do at which it could be killed.</summary>
    private static bool Kill(int after, bool takesAgain)
    {
        using Simulating.Simulation simulation = new();
        ModelWorld world = Sources.World();
        simulation.World = world;
        world.Faults.Add(Sources.Failing("create old@web-1", 100));
        BatchRun failed = new SimulatedHost(simulation).Run(Then);
        Assert.Equal(RunStatus.Failed, failed.Status);
        SimulatedHost dying = new(simulation, "engine-2"), next = new(simulation, "engine-3");
        int left = after;
        dying.Process.Working = () =>
        {
            if (--left == 0)
                dying.Process.Kill();
        };
        simulation.Run(async () =>
        {
            await Task.WhenAny(dying.ResumeAsync(failed.Id, Today), dying.Process.Died);
            if (await next.AskAsync(e => e.GetAsync(failed.Id, default)) is { Status: not RunStatus.Succeeded } open)
                await (takesAgain || open.Status == RunStatus.Failed ? next.ResumeAsync(failed.Id, Today) : next.ResumeAsync(failed.Id));
            BatchRun end = await next.AskAsync(e => e.GetAsync(failed.Id, default));
            string how = $"killed after {after}: {end.Status} {string.Join(", ", end.StepList.Select(s => $"{s.Id} {s.Status}"))}\n{world.Describe()}";
            Assert.True(end.Status == RunStatus.Succeeded && Installed(world) == Made, how);
            Assert.Equal(RunStatus.RolledBack, (await next.RollBackAsync(failed.Id)).Status);
            Assert.True(world.Snapshot().Count == 0, $"killed after {after}: {world.Describe()} is left");
        });
        return dying.Process.IsDead;
    }

    private static string Installed(ModelWorld world) =>
        string.Join(", ", world.Snapshot().Where(thing => thing.Key.Contains('@', StringComparison.Ordinal)).Select(thing => $"{thing.Key} = {thing.Value}"));
}
