using System.Runtime.Versioning;
using BatchWorkflow.Engine;
using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.Engine.Storing;
using BatchWorkflow.TestKit.Postgres;

namespace BatchWorkflow.Stores.Tests;

[UnsupportedOSPlatform("windows")]
public sealed class SubmissionKeyTests(PostgresServer server) : SampleRuns(server)
{
    private static readonly RunOptions Keyed = new() { IdempotencyKey = "ticket 4711 / ä" };

    [Theory]
    [MemberData(nameof(All))]
    public async Task Submit_OfTheSameKeyAgain_GivesTheFirstRun(string kind)
    {
        string place = await NewStateAsync(kind);
        string workflow = Workflow("true");
        await using BatchEngine engine = Engine(place);
        await using ActiveRun first = await engine.SubmitAsync(await PlanAsync(engine, workflow), Keyed, default);
        await first.Completion;

        await using BatchEngine other = Engine(place);
        await using ActiveRun second = await other.SubmitAsync(await PlanAsync(other, workflow), Keyed, default);

        Assert.Equal((first.Id, RunStatus.Succeeded), (second.Id, (await second.Completion).Status));
        Assert.Single(await other.ListAsync(static _ => { }, default).ToListAsync());
        await using Store store = Open(place);
        Assert.Equal([first.Id], (await store.ListAsync("runs/", default).ToListAsync()).Select(n => n.Split('/')[1]).Distinct());
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Submit_OfTheSameKeyByManyAtOnce_MakesOneRun(string kind)
    {
        string place = await NewStateAsync(kind);
        string workflow = Workflow("true");
        string[] ids = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
        {
            await using BatchEngine engine = Engine(place);
            await using ActiveRun run = await engine.SubmitAsync(await PlanAsync(engine, workflow), Keyed, default);
            await run.Completion;
            return run.Id;
        })));
        string id = Assert.Single(ids.Distinct());
        await using Store store = Open(place);
        Assert.Equal([id], (await store.ListAsync("runs/", default).ToListAsync()).Select(n => n.Split('/')[1]).Distinct());
    }

    [Fact]
    public async Task Submit_UnderAKeyWhoseFirstProcessDiedBeforeItsRunBegan_MakesTheRun()
    {
        string place = await NewStateAsync("file");
        await using Store store = Open(place);
        SubmissionKey dead = new() { Key = Keyed.IdempotencyKey!, RunId = "20260101-120000-dead", Workflow = "", Infrastructure = "" };
        await using BatchEngine engine = Engine(place);
        Plan plan = await PlanAsync(engine, Workflow("true"));
        await LeaseFile.WriteAsync(store, StateLayout.Keys + StoreNames.Part(dead.Key), dead with { Workflow = plan.Workflow, Infrastructure = plan.Infrastructure }, StoreVersion.Absent, Durability.Flushed, default);

        await using ActiveRun run = await engine.SubmitAsync(plan, Keyed, default);

        Assert.NotEqual(dead.RunId, run.Id);
        Assert.Equal(RunStatus.Succeeded, (await run.Completion).Status);
    }

    [Fact]
    public async Task Submit_OfAnotherWorkflowUnderTheKey_IsRefused()
    {
        string place = await NewStateAsync("file");
        await using BatchEngine engine = Engine(place);
        string workflow = Workflow("true");
        await using ActiveRun run = await engine.SubmitAsync(await PlanAsync(engine, workflow), Keyed, default);
        await run.Completion;
        string other = Workflow("true");
        BatchWorkflowException refused = await Assert.ThrowsAsync<BatchWorkflowException>(async () => await engine.SubmitAsync(await PlanAsync(engine, other), Keyed, default));
        Assert.Equal("Run.KeyInUse", refused.ErrorId);
    }

    [Fact]
    public async Task Key_WhoseRunWasRemoved_IsFreeAgain()
    {
        string place = await NewStateAsync("rkvs");
        await using BatchEngine engine = Engine(place);
        string workflow = Workflow("true");
        await using ActiveRun first = await engine.SubmitAsync(await PlanAsync(engine, workflow), Keyed, default);
        await first.Completion;
        await engine.RemoveAsync(first.Id, force: false, default);
        await engine.TidyAsync(default);
        await using Store store = Open(place);
        Assert.Empty(await store.ListAsync(StateLayout.Keys, default).ToListAsync());
        await using ActiveRun second = await engine.SubmitAsync(await PlanAsync(engine, workflow), Keyed, default);
        Assert.NotEqual(first.Id, second.Id);
        await second.Completion;
    }
}
