using BatchWorkflow.Engine.Running;

namespace BatchWorkflow.Engine.Tests.Running;

/// <summary>Conditions and waits of steps while a run goes on.</summary>
public sealed class ConditionTests
{
    [Fact]
    public async Task When_False_SkipsTheStepAndLetsItsDependentsGoOn()
    {
        await using LoopHarness run = new(When(Plans.Of([Plans.Step("a"), Plans.Step("b", "a"), Plans.Step("c", "b")]), "b", "outputs.a.answer == 'yes'"));
        run.Attempts.Rule = c => AttemptOutcome.Success(true) with { Outputs = new Dictionary<string, string> { ["answer"] = "no" } };
        run.Start();

        BatchRun end = await run.EndAsync();

        Assert.Equal(RunStatus.Succeeded, end.Status);
        Assert.Equal([StepStatus.Succeeded, StepStatus.Skipped, StepStatus.Succeeded], end.StepList.Select(s => s.Status));
        Assert.Equal("outputs.a.answer == 'yes' is false", end.StepList[1].Reason);
        Assert.Equal(0, end.StepList[1].Attempts);
    }

    [Fact]
    public async Task When_True_RunsTheStepOnceItsDependenciesHold()
    {
        await using LoopHarness run = new(When(Plans.Of([Plans.Step("a"), Plans.Step("b", "a")]), "b", "status.a == 'succeeded' and status['a'] != 'pending'"));
        run.Attempts.Rule = _ => AttemptOutcome.Success(true);
        run.Start();

        Assert.All((await run.EndAsync()).StepList, s => Assert.Equal(StepStatus.Succeeded, s.Status));
    }

    [Fact]
    public async Task When_ThatCannotBeJudged_FailsItsStepAtOnce()
    {
        await using LoopHarness run = new(When(Plans.Of([Plans.Step("a"), Plans.Step("b")]), "b", "outputs.a.missing > 1"));
        run.Attempts.Rule = c => AttemptOutcome.Success(true);
        run.Start();

        BatchRun end = await run.EndAsync();

        Failure failure = end.StepList[1].Failure!;
        Assert.Equal(FailureKind.Validation, failure.Kind);
        Assert.StartsWith("The condition outputs.a.missing > 1 cannot be judged: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wait_FalseAtFirst_ShowsWhatForAndGoesOnOnceTrue()
    {
        await using LoopHarness run = new(Waiting("status.slow == 'succeeded'"));
        run.Attempts.Rule = c => c.Step.Id == "slow" ? null : AttemptOutcome.Success(true);
        run.Start();

        await run.UntilAsync(() => run.Status("b") == StepStatus.Waiting);
        Assert.Equal("status.slow == 'succeeded'", run.State["b"].WaitingFor);

        run.Attempts.End("slow", AttemptOutcome.Success(true));
        Assert.Equal(RunStatus.Succeeded, (await run.EndAsync()).Status);
    }

    [Fact]
    public async Task Wait_NeverTrue_EndsByTheOperationsTimeoutAlsoOverARestart()
    {
        LoopHarness dead = new(Waiting("status.slow == 'succeeded'", TimeSpan.FromSeconds(60)));
        dead.Attempts.Rule = c => c.Step.Id == "slow" ? null : AttemptOutcome.Success(true);
        dead.Start();
        await dead.UntilAsync(() => dead.Status("b") == StepStatus.Waiting);
        DateTimeOffset since = dead.State["b"].WaitingSince!.Value;

        await using LoopHarness run = dead.Resume();
        run.Attempts.Rule = c => c.Step.Id == "slow" ? null : AttemptOutcome.Success(true);
        run.Start();
        await run.UntilAsync(() => run.Status("b") == StepStatus.Failed);

        Assert.Equal(FailureKind.Timeout, run.State["b"].Failure!.Kind);
        Assert.Equal("status.slow == 'succeeded' was not true within the operation's timeout of 1 min 00 s.", run.State["b"].Failure!.Message);
        Assert.InRange(run.State["b"].Ended!.Value - since, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(62));
        run.Attempts.End("slow", AttemptOutcome.Success(true));
        await run.EndAsync();
        await dead.DisposeAsync();
    }

    private static Plan When(Plan plan, string operation, string when) => plan with
    {
        Source = plan.Source with
        {
            Workflow = plan.Source.Workflow with
            {
                Operations = [.. plan.Source.Workflow.Operations.Select(o => o.Id == operation ? o with { When = when } : o)],
            },
        },
    };

    private static Plan Waiting(string condition, TimeSpan? timeout = null)
    {
        PlanStep waits = Plans.Step("b", "a");
        waits = waits with { DependsOn = [.. waits.DependsOn.Select(d => d with { WaitCondition = condition })] };
        return Plans.Of([Plans.Step("a"), Plans.Step("slow"), waits], change: o => timeout is { } t && o.Id == "b" ? o with { Timeout = t } : o);
    }
}
