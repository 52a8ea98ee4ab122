using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.Simulation.Tests.Laws.World;
using BatchWorkflow.Simulation.Tests.Simulating;
using BatchWorkflow.Simulation.Tests.World;

namespace BatchWorkflow.Simulation.Tests.Found;

/// <summary>What seeds have found of steps whose engine died or whose server was out of reach, and of their undoing.</summary>
public sealed class UndoneTests : IDisposable
{
    private readonly Simulating.Simulation _simulation = new();
    private readonly ModelWorld _world = Sources.World();
    private readonly Machine _machine = new() { Name = "web-1", Id = "alpha-web-1#0", Properties = new Dictionary<string, object?> { ["cpu"] = 9L } };

    public UndoneTests()
    {
        _simulation.World = _world;
        _world.Machines["web-1"] = _machine;
    }

    [Fact]
    public void Change_WhoseEngineDiedBeforeItsAnswer_IsUndone()
    {
        SimulatedHost first = new(_simulation), second = new(_simulation, "engine-2");
        PlanSource source = Source(1, Operation("servers", OperationTarget.Server, "web-1"));
        _world.Disturbance = new DeathAt("update web-1", first.Process);
        BatchRun undone = _simulation.Run(async () =>
        {
            BatchRun resumed = await second.ResumeAsync(await DieAsync(first, source));
            Assert.True(resumed is { Status: RunStatus.Succeeded, StepsChanged: 1 }, $"{resumed.Status} {resumed.StepsChanged}");
            Assert.Equal(1L, _machine.Properties["cpu"]);
            return await second.RollBackAsync(resumed.Id);
        });
        Assert.Equal(RunStatus.RolledBack, undone.Status);
        Assert.Equal(9L, _machine.Properties["cpu"]);
    }

    [Fact]
    public void Deletion_WhoseEngineDiedBeforeItsAnswer_IsListedAsNotUndone()
    {
        SimulatedHost first = new(_simulation), second = new(_simulation, "engine-2");
        PlanSource source = Source(1, Operation("servers", OperationTarget.Server, "web-1") with { Type = OperationType.Delete });
        _world.Disturbance = new DeathAt("delete web-1", first.Process);
        BatchRun resumed = _simulation.Run(async () => await second.ResumeAsync(await DieAsync(first, source)));
        Assert.True(resumed is { Status: RunStatus.Succeeded, StepsChanged: 1 }, $"{resumed.Status} {resumed.StepsChanged}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Script_ThatADeadEngineNeverStarted_LeavesWhatWasFoundAlone(int attempts)
    {
        _machine.Taskservs["app"] = "0";
        SimulatedHost second = new(_simulation, "engine-2");
        SimulatedHost? first = null;
        first = new SimulatedHost(_simulation, boundary: (entry, isWritten) =>
        {
            if (isWritten && entry.Event is AttemptStarted)
                first!.Process.Kill();
        });
        PlanSource source = Source(attempts, Operation("app", OperationTarget.Taskserv, "app") with { OnFailure = FailureAction.Rollback });
        _world.Disturbance = new BrokenOnce("probe");
        BatchRun run = _simulation.Run(async () =>
        {
            BatchRun resumed = await second.ResumeAsync(await DieAsync(first, source));
            if (resumed.Succeeded)
                Assert.Equal("Run.NothingToUndo", (await Assert.ThrowsAsync<BatchWorkflowException>(() => second.RollBackAsync(resumed.Id))).ErrorId);
            return resumed;
        });
        Assert.Equal(attempts == 1 ? RunStatus.RolledBack : RunStatus.Succeeded, run.Status);
        Assert.Equal(attempts == 1 ? "0" : "1", _machine.Taskservs["app"]);
        Assert.DoesNotContain(_world.Trace.Entries, e => e.Action == "delete");
    }

    [Fact]
    public void Step_OnWhatAnotherStepsLostScriptStillChanges_EndsThatFirst()
    {
        BrokenAtItsScript disturbance = new();
        _world.Disturbance = disturbance;
        OperationDefinition app = Operation("app", OperationTarget.Taskserv, "app") with { OnFailure = FailureAction.Continue };
        BatchRun run = new SimulatedHost(_simulation).Run(Source(1, app, app with { Id = "again" }));
        Assert.Equal([StepStatus.Failed, StepStatus.Succeeded], run.StepList.Select(s => s.Status));
        Assert.Empty(disturbance.Found);
        Assert.Equal(["check", "create", "check", "create"], _world.Trace.Entries.Where(e => e.IsScript).Select(e => e.Action));
    }

    [Fact]
    public void Restart_OfOnlyWhatFailed_DoesNotSucceedWhileTheRestIsUndone()
    {
        SimulatedHost host = new(_simulation);
        PlanSource source = Source(1, Operation("lib", OperationTarget.Taskserv, "lib"), Operation("app", OperationTarget.Taskserv, "app") with { Type = OperationType.Update, OnFailure = FailureAction.Rollback });
        (BatchRun part, BatchRun whole) = _simulation.Run(async () =>
        {
            BatchRun run = await host.SubmitAsync((await host.PlanAsync(source)).Plan!);
            _machine.Taskservs["app"] = "1";
            BatchRun failed = await host.CompleteAsync(e => e.RestartAsync(run.Id, new RestartOptions { FailedOnly = true }, new RunOptions(), CancellationToken.None));
            return (failed, await host.CompleteAsync(e => e.RestartAsync(run.Id, new RestartOptions(), new RunOptions(), CancellationToken.None)));
        });
        Assert.Equal((RunStatus.Failed, "lib/lib@web-1 was undone and not begun again"), (part.Status, part.Reason));
        Assert.Equal(RunStatus.Succeeded, whole.Status);
    }

    public void Dispose() => _simulation.Dispose();

    private static OperationDefinition Operation(string id, OperationTarget target, string item) => new() { Id = id, Type = OperationType.Create, Target = target, Items = [item] };

    private static PlanSource Source(int attempts, params OperationDefinition[] operations)
    {
        PlanSource source = Sources.Of([Sources.Server("web-1") with { Cpu = 1 }], [Sources.Taskserv("app", "create", "delete", "check"), Sources.Taskserv("lib", "create", "delete", "check")], operations);
        return source with { Workflow = source.Workflow with { RetryPolicy = new RetryPolicy { MaxAttempts = attempts } } };
    }

    /// <summary>Submits, until the engine dies.</summary>
    private static async Task<string> DieAsync(SimulatedHost host, PlanSource source)
    {
        Plan plan = (await host.PlanAsync(source)).Plan!;
        ActiveRun run = await host.AskAsync(e => e.SubmitAsync(plan, new RunOptions(), CancellationToken.None));
        await host.Process.Died;
        return run.Id;
    }

    /// <summary>Kills a process before it hears an answer.</summary>
    private sealed class DeathAt(string call, SimulatedProcess process) : Disturbance
    {
        public override Task PassAsync(string name)
        {
            if (name.StartsWith(call, StringComparison.Ordinal) && name.EndsWith('<') && !process.IsDead)
            {
                process.Kill();
                return new TaskCompletionSource().Task;
            }
            return Task.CompletedTask;
        }
    }

    /// <summary>Breaks the connection at the first such call.</summary>
    private sealed class BrokenOnce(string call) : Disturbance
    {
        private bool _isOver;

        public override Task PassAsync(string name)
        {
            if (_isOver || !name.StartsWith(call, StringComparison.Ordinal))
                return Task.CompletedTask;
            _isOver = true;
            throw new FailureException(new Failure { Kind = FailureKind.Transient, Message = "the connection broke" });
        }
    }

    /// <summary>Breaks the connection at the first script that changes something, and looks for two at once.</summary>
    private sealed class BrokenAtItsScript : Overlaps
    {
        private bool _isDue, _isOver;

        public override void Watch(TraceEntry script, IEnumerable<TraceEntry> before)
        {
            _isDue |= script.Acts;
            base.Watch(script, before);
        }

        public override Task BreakAsync()
        {
            if (!_isDue || _isOver)
                return base.BreakAsync();
            _isOver = true;
            return Task.CompletedTask;
        }
    }
}
