using BatchWorkflow.Engine.Running;
using BatchWorkflow.Engine.Storing;
using BatchWorkflow.Simulation.Tests.Laws.World;
using BatchWorkflow.Simulation.Tests.Simulating;
using BatchWorkflow.Simulation.Tests.World;

namespace BatchWorkflow.Simulation.Tests.Found;

/// <summary>What seeds have found, each by itself.</summary>
public sealed class FoundTests : IDisposable
{
    private static readonly PlanSource Site = Sources.Of(
        [Sources.Server("web-1")],
        [Sources.Taskserv("app", "create", "delete", "check")],
        new OperationDefinition { Id = "servers", Type = OperationType.Create, Target = OperationTarget.Server, Items = ["web-1"] },
        new OperationDefinition { Id = "app", Type = OperationType.Create, Target = OperationTarget.Taskserv, Items = ["app"], DependsOn = ["servers"], OnFailure = FailureAction.Fail });

    private readonly Simulating.Simulation _simulation = new();
    private readonly ModelWorld _world = Sources.World();
    private readonly LossyStore _store;

    public FoundTests()
    {
        _simulation.World = _world;
        _store = new LossyStore(_simulation.Stores.Kept);
        _simulation.Stores.Open = _ => _store;
    }

    [Fact]
    public void Submit_UnderAKeyWhoseFirstSubmitEndedBeforeItsFirstEvent_MakesTheRun()
    {
        SimulatedHost first = new(_simulation);
        SimulatedHost second = new(_simulation, "engine-2");
        BatchRun run = _simulation.Run(async () =>
        {
            _store.LosesWrite = write => write.StartsWith("append ", StringComparison.Ordinal);
            await Assert.ThrowsAsync<BatchWorkflowException>(() => SubmitOnceAsync(first));
            _store.LosesWrite = _ => false;
            return await SubmitOnceAsync(second);
        });
        Assert.Equal(RunStatus.Succeeded, run.Status);
    }

    [Fact]
    public void Submit_UnderAKeyWhoseFirstSubmitIsPaused_IsTheOnlyRun()
    {
        SimulatedHost first = new(_simulation);
        SimulatedHost second = new(_simulation, "engine-2", "host-2");
        first.Process.Working = () => PauseAtTheFirstEvent(first.Process);
        List<BatchRun> runs = _simulation.Run(async () =>
        {
            Task<BatchRun> paused = SubmitOnceAsync(first);
            await _simulation.DelayAsync(TimeSpan.FromMinutes(2));
            await SubmitOnceAsync(second);
            await paused.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, _simulation.Driver.Scheduler);
            return await second.AskAsync(async engine => await engine.ListAsync(_ => { }, CancellationToken.None).ToListAsync());
        });
        Assert.Equal(RunStatus.Succeeded, Assert.Single(runs).Status);
    }

    [Fact]
    public void Lease_WhoseReleaseIsLostForAWhile_IsReleasedLater()
    {
        SimulatedHost first = new(_simulation);
        SimulatedHost second = new(_simulation, "engine-2");
        _world.Faults.Add(Sources.Failing("create app@web-1", 3));
        BatchRun run = _simulation.Run(async () =>
        {
            Plan plan = (await first.PlanAsync(Site)).Plan!;
            ActiveRun active = await first.AskAsync(e => e.SubmitAsync(plan, new RunOptions(), CancellationToken.None));
            await _simulation.DelayAsync(TimeSpan.FromSeconds(1));
            _store.LosesWrite = name => name.EndsWith("/lease.json", StringComparison.Ordinal);
            await active.Completion.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, _simulation.Driver.Scheduler);
            _store.LosesWrite = _ => false;
            await _simulation.DelayAsync(TimeSpan.FromMinutes(1));
            return await second.ResumeAsync(active.Id);
        });
        Assert.Equal(RunStatus.Succeeded, run.Status);
    }

    [Fact]
    public void Lease_ThatWasTakenWithoutAnAnswer_IsFreeAgain()
    {
        SimulatedHost first = new(_simulation);
        SimulatedHost second = new(_simulation, "engine-2");
        _world.Faults.Add(Sources.Failing("create app@web-1", 3));
        BatchRun run = _simulation.Run(async () =>
        {
            BatchRun failed = await first.SubmitAsync((await first.PlanAsync(Site)).Plan!);
            _store.LosesAnswer = name => name.EndsWith("/lease.json", StringComparison.Ordinal);
            await Assert.ThrowsAsync<BatchWorkflowException>(() => first.ResumeAsync(failed.Id));
            _store.LosesAnswer = _ => false;
            await _simulation.DelayAsync(TimeSpan.FromMinutes(1));
            return await second.ResumeAsync(failed.Id);
        });
        Assert.Equal(RunStatus.Succeeded, run.Status);
    }

    [Fact]
    public void Rollback_OfARunThatChangedNothing_IsRolledBack()
    {
        SimulatedHost first = new(_simulation);
        SimulatedHost second = new(_simulation, "engine-2");
        BatchRun run = _simulation.Run(async () =>
        {
            Plan plan = (await first.PlanAsync(Site)).Plan!;
            _store.LosesWrite = write => write.Contains("/journal.", StringComparison.Ordinal) && _simulation.Stores.Kept.ListAsync("runs/", default).ToBlockingEnumerable().Any(n => n.EndsWith("/summary.json", StringComparison.Ordinal));
            await Assert.ThrowsAsync<BatchWorkflowException>(() => first.SubmitAsync(plan));
            _store.LosesWrite = _ => false;
            return await second.RollBackAsync((await second.AskAsync(e => e.ResolveIdAsync("2026", CancellationToken.None)))!);
        });
        Assert.Equal(RunStatus.RolledBack, run.Status);
    }

    [Fact]
    public void Plan_WhoseProviderFails_SaysSo()
    {
        _world.Disturbance = new Silence("");
        SimulatedHost host = new(_simulation);
        BatchWorkflowException refused = Assert.Throws<BatchWorkflowException>(() => host.Run(Site));
        Assert.Equal("Plan.ProviderFailed", refused.ErrorId);
        Assert.Contains("nobody answers", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_WhoseServerCannotBeLookedForAgain_NamesTheCheck()
    {
        SimulatedHost host = new(_simulation);
        BatchWorkflowException refused = _simulation.Run(async () =>
        {
            await host.SubmitAsync((await host.PlanAsync(Site)).Plan!);
            _world.Disturbance = new Silence("find web-1");
            return await Assert.ThrowsAsync<BatchWorkflowException>(() => host.PlanAsync(Site, refresh: true));
        });
        Assert.Equal("Plan.CheckFailed", refused.ErrorId);
        Assert.Contains("app on web-1 cannot be run: nobody answers", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_ThatLeavesNoExitStatus_IsNoAnswer()
    {
        SimulatedHost host = new(_simulation);
        BatchRun run = _simulation.Run(async () =>
        {
            await host.SubmitAsync((await host.PlanAsync(Site)).Plan!);
            await _simulation.Stores.Kept.DeleteAsync("resources/infra/web-1.json", StoreVersion.Any, CancellationToken.None);
            _world.Disturbance = new Unseen();
            return await host.SubmitAsync((await host.PlanAsync(Site)).Plan!);
        });
        Assert.Equal(RunStatus.Failed, run.Status);
        Assert.Contains("The check of app on web-1 left no exit status", run.StepList[^1].Failure!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_world.Trace.Entries, e => e.Run == run.Id && e.Acts);
    }

    public void Dispose()
    {
        _simulation.Dispose();
        _store.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private void PauseAtTheFirstEvent(SimulatedProcess process)
    {
        if (_simulation.Stores.Kept.ListAsync(StateLayout.Keys, CancellationToken.None).ToBlockingEnumerable().Any() && _simulation.Now < TimeSpan.FromSeconds(1))
            process.Pause(TimeSpan.FromMinutes(5));
    }

    private static async Task<BatchRun> SubmitOnceAsync(SimulatedHost host) =>
        await host.SubmitAsync((await host.PlanAsync(Site)).Plan!, new RunOptions { IdempotencyKey = "once" });

    private sealed class Silence(string calls) : Disturbance
    {
        public override Task PassAsync(string call) => call.StartsWith(calls, StringComparison.Ordinal)
            ? throw new FailureException(new Failure { Kind = FailureKind.Transient, Message = "nobody answers" })
            : Task.CompletedTask;
    }

    private sealed class Unseen : Disturbance
    {
        public override bool? EndsUnseen(TraceEntry script) => script.Action == "check" ? true : null;
    }
}
