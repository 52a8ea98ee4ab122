using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Running;

namespace BatchWorkflow.Engine.Tests.Running;

/// <summary>Steps that a person leaves out while the run goes on.</summary>
public sealed class SkipTests
{
    private const string Who = "skipped by ada@desk: a test";

    [Fact]
    public async Task Skip_StepThatHasNotBegun_LetsItsDependentsGoOn()
    {
        await using LoopHarness run = new(Plans.Of([Plans.Step("a"), Plans.Step("b", "a"), Plans.Step("c", "b")]));
        run.Attempts.Rule = c => c.Step.Id == "a" ? null : AttemptOutcome.Success(true);
        run.Start();
        await run.UntilAsync(() => run.Status("a") == StepStatus.Running);

        await run.AskAsync(ControlKind.Skip, "b");
        await run.UntilAsync(() => run.Status("b") == StepStatus.Skipped);
        run.Attempts.End("a", AttemptOutcome.Success(true));
        BatchRun end = await run.EndAsync();

        Assert.Equal(RunStatus.Succeeded, end.Status);
        Assert.Equal([StepStatus.Succeeded, StepStatus.Skipped, StepStatus.Succeeded], end.StepList.Select(s => s.Status));
        Assert.Equal((Who, 0), (end.StepList[1].Reason, end.StepList[1].Attempts));
        Assert.DoesNotContain(run.Attempts.Begun, c => c.Step.Id == "b");
    }

    [Fact]
    public async Task Skip_StepBetweenTwoAttempts_EndsTheRunAtOnceAndIsNoFailure()
    {
        await using LoopHarness run = new(Plans.Of([Plans.Step("a"), Plans.Step("b", "a")], w => w with { RetryPolicy = new RetryPolicy { InitialDelay = TimeSpan.FromDays(1), MaxDelay = TimeSpan.FromDays(1) } }));
        run.Attempts.Rule = c => c.Step.Id == "a" ? AttemptOutcome.Fail(FailureKind.Transient, "not now") : AttemptOutcome.Success(true);
        run.Start();
        await run.UntilAsync(() => run.Status("a") == StepStatus.Waiting);

        await run.AskAsync(ControlKind.Skip, "a");
        BatchRun end = await run.EndAsync();

        Assert.Equal((RunStatus.Succeeded, 0), (end.Status, end.StepsFailed));
        Assert.Equal((StepStatus.Skipped, Who, 1), (end.StepList[0].Status, end.StepList[0].Reason, end.StepList[0].Attempts));
        Assert.Null(end.StepList[0].Failure);
        Assert.True(end.StepList[1].Succeeded);
    }

    [Fact]
    public async Task Skip_StepThatWaitsForACondition_Ends()
    {
        Plan plan = Plans.Of([Plans.Step("a"), Plans.Step("b", "a")]);
        plan = plan with { Steps = [plan.Steps[0], plan.Steps[1] with { DependsOn = [new StepDependency { On = "a", WaitCondition = "false" }] }] };
        await using LoopHarness run = new(plan);
        run.Start();
        await run.UntilAsync(() => run.Status("b") == StepStatus.Waiting);

        await run.AskAsync(ControlKind.Skip, "b");

        Assert.Equal(RunStatus.Succeeded, (await run.EndAsync()).Status);
        Assert.Equal(StepStatus.Skipped, run.Status("b"));
    }

    [Fact]
    public async Task Skip_OperationWithAStepUnderWay_SkipsTheOthers()
    {
        await using LoopHarness run = new(Plans.Of([Plans.Step("a/1"), Plans.Step("a/2"), Plans.Step("a/3")], w => w with { Concurrency = 1 }));
        run.Attempts.Rule = _ => null;
        run.Start();
        await run.UntilAsync(() => run.Status("a/1") == StepStatus.Running);

        await run.AskAsync(ControlKind.Skip, "a");
        await run.UntilAsync(() => run.Status("a/3") == StepStatus.Skipped);
        Assert.Equal(StepStatus.Running, run.Status("a/1"));
        run.Attempts.End("a/1", AttemptOutcome.Success(true));

        Assert.Equal([StepStatus.Succeeded, StepStatus.Skipped, StepStatus.Skipped], (await run.EndAsync()).StepList.Select(s => s.Status));
    }

    [Fact]
    public async Task Skip_StepUnderWay_IsRefusedInTheJournalAndItGoesOn()
    {
        await using LoopHarness run = new(Plans.Of([Plans.Step("a")]));
        run.Attempts.Rule = _ => null;
        run.Start();
        await run.UntilAsync(() => run.Status("a") == StepStatus.Running);

        await run.AskAsync(ControlKind.Skip, "a");
        await run.PassAsync(TimeSpan.FromSeconds(1));
        run.Attempts.End("a", AttemptOutcome.Success(true));

        Assert.True((await run.EndAsync()).StepList[0].Succeeded);
        Assert.Equal("Step.Running", Assert.Single(await run.TakenAsync()).Refusal!.ErrorId);
    }

    [Fact]
    public async Task Rollback_LeavesWhatWasSkippedUnbegunAndUndoesWhatHadBegun()
    {
        PlanStep Server(string id, params string[] after) => Plans.Step(id, after) with { Kind = StepKind.Server, Server = id, Taskserv = null };
        Plan plan = Plans.Of([Server("a"), Server("b", "a"), Server("c", "a"), Server("d", "b", "c")], change: o => o with { OnFailure = FailureAction.Rollback });
        await using LoopHarness run = new(plan);
        run.Attempts.Rule = c => c switch
        {
            { Undo: true } => AttemptOutcome.Success(true),
            { Step.Id: "a" } => null,
            { Step.Id: "c" } => AttemptOutcome.Fail(FailureKind.Transient, "not now", changed: true),
            { Step.Id: "d" } => AttemptOutcome.Fail(FailureKind.Fatal, "never", changed: true),
            _ => AttemptOutcome.Success(true),
        };
        run.Start();
        await run.UntilAsync(() => run.Status("a") == StepStatus.Running);
        await run.AskAsync(ControlKind.Skip, "b");
        await run.UntilAsync(() => run.Status("b") == StepStatus.Skipped);
        run.Attempts.End("a", AttemptOutcome.Success(true));
        await run.UntilAsync(() => run.Status("c") == StepStatus.Waiting);
        await run.AskAsync(ControlKind.Skip, "c");

        BatchRun end = await run.EndAsync();

        Assert.Equal(RunStatus.RolledBack, end.Status);
        Assert.Equal([StepStatus.Reverted, StepStatus.Skipped, StepStatus.Reverted, StepStatus.Reverted], end.StepList.Select(s => s.Status));
    }

    [Fact]
    public async Task Skip_TakenBeforeACrash_StaysAfterIt()
    {
        await using LoopHarness first = new(Plans.Of([Plans.Step("a"), Plans.Step("b", "a")]));
        first.Attempts.Rule = _ => null;
        first.Start();
        await first.UntilAsync(() => first.Status("a") == StepStatus.Running);
        await first.AskAsync(ControlKind.Skip, "b");
        await first.UntilAsync(() => first.Status("b") == StepStatus.Skipped);

        await using LoopHarness second = first.Resume();
        second.Start();
        BatchRun end = await second.EndAsync();

        Assert.Equal([StepStatus.Succeeded, StepStatus.Skipped], end.StepList.Select(s => s.Status));
        Assert.Equal(["a"], second.Attempts.Begun.Select(c => c.Step.Id));
    }
}
