using BatchWorkflow.Engine.Running;
using BatchWorkflow.Engine.State;

namespace BatchWorkflow.Engine.Tests.Running;

public sealed class RunLoopTests
{
    private static readonly Failure Broken = new() { Kind = FailureKind.Unknown, Message = "it broke" };
    private static readonly Failure Fatal = new() { Kind = FailureKind.Fatal, Message = "it cannot be" };

    [Fact]
    public async Task Run_SlowSibling_DoesNotHoldUpTheOtherBranch()
    {
        await using LoopHarness run = new(Plans.Of([Plans.Step("a"), Plans.Step("b"), Plans.Step("c", "a"), Plans.Step("d", "b")]));
        run.Attempts.Rule = c => c.Step.Id == "a" ? null : AttemptOutcome.Success(true);
        run.Start();

        await run.UntilAsync(() => run.Status("d") == StepStatus.Succeeded);

        Assert.Equal(StepStatus.Running, run.Status("a"));
        run.Attempts.End("a", AttemptOutcome.Success(true));
        Assert.Equal(RunStatus.Succeeded, (await run.EndAsync()).Status);
    }

    [Fact]
    public async Task Run_TransientFailures_RetriesAfterTheBackOff()
    {
        await using LoopHarness run = new(Plans.Of([Plans.Step("a")]));
        run.Attempts.Rule = c => c.Number < 3 ? AttemptOutcome.Fail(Broken, true) : AttemptOutcome.Success(true);
        run.Start();

        BatchRun end = await run.EndAsync();

        Assert.Equal(RunStatus.Succeeded, end.Status);
        Assert.Equal(3, end.StepList[0].Attempts);
        Assert.InRange(end.Duration, TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(17));
    }

    [Fact]
    public async Task Run_AttemptsUsedUp_Fails()
    {
        await using LoopHarness run = new(Plans.Of([Plans.Step("a"), Plans.Step("b", "a")]));
        run.Attempts.Rule = _ => AttemptOutcome.Fail(Broken, true);
        run.Start();

        BatchRun end = await run.EndAsync();

        Assert.Equal(RunStatus.Failed, end.Status);
        Assert.Equal((StepStatus.Failed, 3), (end.StepList[0].Status, end.StepList[0].Attempts));
        Assert.Equal(StepStatus.Omitted, end.StepList[1].Status);
    }

    [Fact]
    public async Task Run_FatalFailure_IsNotRetried()
    {
        await using LoopHarness run = new(Plans.Of([Plans.Step("a")]));
        run.Attempts.Rule = _ => AttemptOutcome.Fail(Fatal, true);
        run.Start();

        Assert.Equal(1, (await run.EndAsync()).StepList[0].Attempts);
    }

    [Fact]
    public async Task Run_OnFailureContinue_OmitsDependentsAndGoesOn()
    {
        Plan plan = Plans.Of([Plans.Step("a"), Plans.Step("b", "a"), Plans.Step("c", "b"), Plans.Step("d")],
            change: o => o with { OnFailure = FailureAction.Continue });
        await using LoopHarness run = new(plan);
        run.Attempts.Rule = c => c.Step.Id == "a" ? AttemptOutcome.Fail(Fatal, true) : AttemptOutcome.Success(true);
        run.Start();

        BatchRun end = await run.EndAsync();

        Assert.Equal(RunStatus.Failed, end.Status);
        Assert.Equal([StepStatus.Failed, StepStatus.Omitted, StepStatus.Omitted, StepStatus.Succeeded], end.StepList.Select(s => s.Status));
        Assert.Equal("a failed", end.StepList[1].Reason);
    }

    [Fact]
    public async Task Run_OnFailureFail_LetsWhatRunsFinishAndStartsNothingNew()
    {
        await using LoopHarness run = new(Plans.Of([Plans.Step("a"), Plans.Step("b"), Plans.Step("c", "b")]));
        run.Attempts.Rule = c => c.Step.Id == "a" ? AttemptOutcome.Fail(Fatal, true) : null;
        run.Start();
        await run.UntilAsync(() => run.Status("a") == StepStatus.Failed);

        run.Attempts.End("b", AttemptOutcome.Success(true));
        BatchRun end = await run.EndAsync();

        Assert.Equal([StepStatus.Failed, StepStatus.Succeeded, StepStatus.Pending], end.StepList.Select(s => s.Status));
    }

    [Fact]
    public async Task Run_OnFailureFailWhileAnotherWaitsForItsRetry_FailsThatToo()
    {
        await using LoopHarness run = new(Plans.Of([Plans.Step("a"), Plans.Step("b")]));
        run.Attempts.Rule = c => c.Step.Id == "a" ? AttemptOutcome.Fail(Broken, true) : null;
        run.Start();
        await run.UntilAsync(() => run.Status("a") == StepStatus.Waiting);

        run.Attempts.End("b", AttemptOutcome.Fail(Fatal, true));
        BatchRun end = await run.EndAsync();

        Assert.Equal([StepStatus.Failed, StepStatus.Failed], end.StepList.Select(s => s.Status));
        Assert.Equal("it broke", end.StepList[0].Failure!.Message);
    }

    [Fact]
    public async Task Run_ParallelFalse_RunsTheItemsOneByOneInOrder()
    {
        Plan plan = Plans.Of([Plans.Step("o/1"), Plans.Step("o/2"), Plans.Step("o/3")], change: o => o with { Parallel = false });
        await using LoopHarness run = new(plan);
        run.Start();
        await run.EndAsync();

        Assert.Equal(1, run.Attempts.MostAtOnce);
        Assert.Equal(["o/1", "o/2", "o/3"], run.Attempts.Begun.Select(b => b.Step.Id));
    }

    [Theory]
    [InlineData(2, null, 2)]
    [InlineData(null, 3, 3)]
    [InlineData(3, 2, 2)]
    public async Task Run_BatchSizeAndConcurrency_BoundWhatRunsAtOnce(int? batchSize, int? concurrency, int most)
    {
        Plan plan = Plans.Of([.. Enumerable.Range(0, 9).Select(i => Plans.Step($"o/{i}"))],
            w => w with { Concurrency = concurrency }, o => o with { BatchSize = batchSize });
        await using LoopHarness run = new(plan);
        run.Attempts.Rule = _ => null;
        run.Start();
        await run.UntilAsync(() => run.Attempts.Begun.Count == most);
        await run.PassAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(most, run.Attempts.Begun.Count);
    }

    [Fact]
    public async Task Stop_LastStepFailsWhileItDrains_UndoesOnlyWhenResumed()
    {
        await using LoopHarness run = new(Plans.Of([Plans.Step("a") with { Server = "s" }, Plans.Step("b", "a") with { Server = "s" }], change: o => o with { OnFailure = FailureAction.Rollback }));
        run.Attempts.Rule = context => context.Step.Id == "a" || context.Undo ? AttemptOutcome.Success(true) : null;
        run.Start();
        await run.UntilAsync(() => run.Attempts.Begun.Count == 2);

        run.Stop();
        await run.UntilAsync(() => run.RunStatus == RunStatus.Stopping);
        run.Attempts.End("b", AttemptOutcome.Fail(FailureKind.Fatal, "ended by a signal"));
        BatchRun stopped = await run.EndAsync();

        Assert.Equal((RunStatus.Stopped, 2), (stopped.Status, run.Attempts.Begun.Count));
        await using LoopHarness resumed = run.Resume();
        resumed.Attempts.Rule = _ => AttemptOutcome.Success(true);
        resumed.Start();
        await resumed.EndAsync();
        Assert.NotNull(resumed.State.Facts.Undo);
    }

    [Fact]
    public async Task Stop_AttemptFailsWhileItDrains_LeavesItsOtherAttemptsToTheResumption()
    {
        await using LoopHarness run = new(Plans.Of([Plans.Step("a")]));
        run.Attempts.Rule = _ => null;
        run.Start();
        await run.UntilAsync(() => run.Attempts.Begun.Count == 1);
        run.Stop();
        await run.UntilAsync(() => run.RunStatus == RunStatus.Stopping);
        run.Attempts.End("a", AttemptOutcome.Fail(FailureKind.Transient, "not now"));
        Assert.Equal(RunStatus.Stopped, (await run.EndAsync()).Status);

        await using LoopHarness resumed = run.Resume();
        resumed.Attempts.Rule = _ => AttemptOutcome.Success(true);
        resumed.Start();
        BatchRun end = await resumed.EndAsync();
        Assert.Equal((RunStatus.Succeeded, 2), (end.Status, end.StepList[0].Attempts));
    }

    [Fact]
    public async Task Stop_WhileRunning_DrainsAndEndsStopped()
    {
        await using LoopHarness run = new(Plans.Of([Plans.Step("a"), Plans.Step("b", "a")]));
        run.Attempts.Rule = _ => null;
        run.Start();
        await run.UntilAsync(() => run.Attempts.Begun.Count == 1);

        run.Stop();
        await run.UntilAsync(() => run.RunStatus == RunStatus.Stopping);
        run.Attempts.End("a", AttemptOutcome.Success(true));
        BatchRun end = await run.EndAsync();

        Assert.Equal(RunStatus.Stopped, end.Status);
        Assert.Equal([StepStatus.Succeeded, StepStatus.Pending], end.StepList.Select(s => s.Status));
        Assert.False(end.Failed);
    }

    [Fact]
    public async Task LetGo_WhileRunning_EndsTheAttemptAndCanBeResumed()
    {
        Plan plan = Plans.Of([Plans.Step("a")]);
        await using LoopHarness first = new(plan);
        first.Attempts.Rule = _ => null;
        first.Start();
        await first.UntilAsync(() => first.Attempts.Begun.Count == 1);
        await first.LetGoAsync();

        await using LoopHarness second = first.Resume();
        second.Start();
        BatchRun end = await second.EndAsync();

        Assert.Equal(RunStatus.Succeeded, end.Status);
        Assert.False(second.Attempts.Begun.Single().Resumed);
        Assert.True(end.StepList[0].Changed);
    }

    [Fact]
    public async Task Resume_AttemptInFlight_IsTakenUpUnderItsNumberAndToken()
    {
        await using LoopHarness first = new(Plans.Of([Plans.Step("a")]));
        first.Attempts.Rule = _ => null;
        first.Start();
        await first.UntilAsync(() => first.Attempts.Begun.Count == 1);
        AttemptContext begun = first.Attempts.Begun.Single();

        await using LoopHarness second = first.Resume();
        second.Start();
        await second.EndAsync();

        AttemptContext taken = Assert.Single(second.Attempts.Begun);
        Assert.Equal((true, begun.Number, begun.Token), (taken.Resumed, taken.Number, taken.Token));
    }

    [Fact]
    public async Task Resume_LostAttempt_IsRepeatedWithoutCounting()
    {
        await using LoopHarness first = new(Plans.Of([Plans.Step("a")], w => w with { RetryPolicy = new RetryPolicy { MaxAttempts = 1 } }));
        first.Attempts.Rule = _ => null;
        first.Start();
        await first.UntilAsync(() => first.Attempts.Begun.Count == 1);

        await using LoopHarness second = first.Resume();
        second.Attempts.Rule = c => c.Resumed ? AttemptOutcome.Lost(changed: true) : AttemptOutcome.Success(c.ChangedBefore);
        second.Start();
        BatchRun end = await second.EndAsync();

        Assert.Equal((RunStatus.Succeeded, 2), (end.Status, end.StepList[0].Attempts));
        Assert.True(end.StepList[0].Changed);
        Assert.Equal(second.Attempts.Begun.First().Token, second.Attempts.Begun.Last().Token);
    }

    [Fact]
    public async Task Run_SuccessThatKnowsBetterThanAFailedAttempt_SettlesWhetherItChanged()
    {
        await using LoopHarness run = new(Plans.Of([Plans.Step("a")]));
        run.Attempts.Rule = c => c.Number == 1 ? AttemptOutcome.Fail(Broken, changed: true) : AttemptOutcome.Success(changed: false);
        run.Start();

        Assert.False((await run.EndAsync()).StepList[0].Changed);
    }

    [Fact]
    public async Task Resume_RetryScheduled_KeepsItsTime()
    {
        await using LoopHarness first = new(Plans.Of([Plans.Step("a")]));
        first.Attempts.Rule = c => c.Number == 1 ? AttemptOutcome.Fail(Broken, true) : null;
        first.Start();
        await first.UntilAsync(() => first.Status("a") == StepStatus.Waiting);
        await first.LetGoAsync();

        await using LoopHarness second = first.Resume();
        second.Start();
        await second.PassAsync(TimeSpan.FromSeconds(3));
        Assert.Empty(second.Attempts.Begun);

        Assert.Equal(2, (await second.EndAsync()).StepList[0].Attempts);
    }

    [Fact]
    public async Task Run_FailuresOfDifferentOperations_RollbackIsStrongerThanFailThanContinue()
    {
        Plan plan = Plans.Of([Plans.Step("a"), Plans.Step("b")], change: o => o with { OnFailure = o.Id == "a" ? FailureAction.Continue : FailureAction.Fail });
        await using LoopHarness run = new(plan);
        run.Attempts.Rule = _ => AttemptOutcome.Fail(Fatal, true);
        run.Start();
        await run.EndAsync();

        Assert.Equal(FailureVerdict.Fail, FailurePolicy.Decide(run.State));
        Assert.Equal(FailureVerdict.Rollback, FailurePolicy.Stronger(FailureVerdict.Fail, FailureVerdict.Rollback));
        Assert.Equal(FailureVerdict.Fail, FailurePolicy.Stronger(FailureVerdict.Fail, FailureVerdict.Continue));
    }

    [Fact]
    public async Task Run_TenThousandSteps_TakesLinearTime()
    {
        List<PlanStep> steps = [.. Enumerable.Range(0, 10_000).Select(i => Plans.Step($"o{i % 10}/{i}"))];
        await using LoopHarness run = new(Plans.Of(steps));
        run.Start();

        Assert.Equal(10_000, (await run.EndAsync()).StepsSucceeded);
    }

    [Fact]
    public async Task Failure_AfterRetriesAndRollback_TellsItsOwnAttempt()
    {
        await using LoopHarness run = new(Plans.Of([Server("a"), Server("b", "a")], change: o => o with { OnFailure = FailureAction.Rollback }));
        run.Attempts.Rule = c => c.Undo || c.Step.Id == "a" ? AttemptOutcome.Success(true) : AttemptOutcome.Fail(Broken, true);
        run.Start();

        BatchRun end = await run.EndAsync();

        FailedAttempt failed = run.State["b"].FailedAttempt!;
        Assert.Equal((RunStatus.RolledBack, 3), (end.Status, failed.Number));
        Assert.InRange(failed.Duration, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    private static PlanStep Server(string id, params string[] after) => Plans.Step(id, after) with { Kind = StepKind.Server, Taskserv = null, Server = id };
}
