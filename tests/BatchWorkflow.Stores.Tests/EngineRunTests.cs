using System.Runtime.Versioning;
using BatchWorkflow.Engine;
using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.Engine.Views;
using BatchWorkflow.TestKit.Postgres;

namespace BatchWorkflow.Stores.Tests;

/// <summary>Whole runs of local servers on each store.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class EngineRunTests(PostgresServer server) : SampleRuns(server)
{
    [Theory]
    [MemberData(nameof(All))]
    public async Task Run_OnAnyStore_IsListedLoggedResumedAndUndone(string kind)
    {
        string place = await NewStateAsync(kind);
        await using BatchEngine engine = Engine(place);
        BatchRun failed = await SubmitAsync(engine, Workflow("test -f ../../mended || { echo not yet; exit 1; }"));
        Assert.Equal(RunStatus.Failed, failed.Status);

        await using BatchEngine other = Engine(place);
        Assert.Equal([failed.Id], await other.ListAsync(static _ => { }, default).Select(r => r.Id).ToListAsync());
        Assert.Contains(await other.ReadLogAsync(failed.Id, new LogQuery(), default).ToListAsync(), l => l.Message.Contains("not yet", StringComparison.Ordinal));
        await using (ActiveRun undo = await other.RollbackAsync(failed.Id[^4..], new RollbackOptions(), new RunOptions(), default))
            Assert.Equal(RunStatus.RolledBack, (await undo.Completion).Status);
        Assert.Equal(RunStatus.RolledBack, (await engine.GetAsync(failed.Id, default)).Status);
        await using Store store = Open(place);
        Assert.Empty(await JournalVerifier.VerifyAsync(store, failed.Id, default));
        await engine.RemoveAsync(failed.Id, force: false, default);
        Assert.Empty(await store.ListAsync("runs/", default).ToListAsync());
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Control_FromAnotherEngine_IsAcknowledgedWithinASecond(string kind)
    {
        string place = await NewStateAsync(kind);
        await using BatchEngine engine = Engine(place);
        Plan plan = await PlanAsync(engine, Workflow("until test -f \"$BW_ROOT/../../go\"; do sleep 0.02; done"));
        await using ActiveRun run = await engine.SubmitAsync(plan, new RunOptions(), default);
        await using BatchEngine other = Engine(place);
        long asked = TimeProvider.System.GetTimestamp();
        BatchRun suspended = await other.ControlAsync(run.Id, ControlKind.Suspend, "lunch", default);
        Assert.True(TimeProvider.System.GetElapsedTime(asked) < TimeSpan.FromSeconds(1));
        Assert.True(suspended.Status is RunStatus.Suspending or RunStatus.Suspended);
        Assert.EndsWith(": lunch", suspended.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_OfARunThatAnotherMachineMade_SaysWhere()
    {
        string place = await NewStateAsync("postgres");
        await using BatchEngine there = Engine(place, host: "desk-7");
        BatchRun run = await SubmitAsync(there, Workflow("true"));
        Directory.Delete(Path.Combine(there.StatePath, "runs", run.Id), recursive: true);
        await using BatchEngine here = Engine(place, host: "desk-8");
        BatchWorkflowException refused = await Assert.ThrowsAsync<BatchWorkflowException>(
            async () => await here.ReadLogAsync(run.Id, new LogQuery(), default).ToListAsync());
        Assert.Equal(("Log.NotFound", $"The log of run {run.Id} is on desk-7, where the run was made, and not on desk-8."), (refused.ErrorId, refused.Message));
    }
}
