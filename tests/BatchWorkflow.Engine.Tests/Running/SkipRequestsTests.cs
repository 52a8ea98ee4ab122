using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.Engine.State;

namespace BatchWorkflow.Engine.Tests.Running;

/// <summary>Which steps may be skipped, and what is refused in which words.</summary>
public sealed class SkipRequestsTests
{
    private static readonly AttemptStarted Started = new() { Step = "a", Attempt = 1, Token = "t" };
    private static readonly StepEnded Failed = new("a", StepStatus.Failed, null, new Failure { Kind = FailureKind.Fatal, Message = "no" });
    private static readonly StepEnded Omitted = new("b", StepStatus.Omitted, "a failed");

    [Fact]
    public void Skip_NameThatIsNotThere_IsRefusedWithTheNearest()
    {
        ControlRefusal refusal = Judge("instal").Refusal!;
        Assert.Equal(("Step.NotFound", "Did you mean install?"), (refusal.ErrorId, refusal.Action));
    }

    [Fact]
    public void Skip_StepThatHasEnded_IsRefused() =>
        Assert.Equal("a has ended already: it is Succeeded.",
            Judge("a", Started, new AttemptEnded { Step = "a", Attempt = 1, Result = AttemptResult.Succeeded }).Refusal!.Message);

    [Fact]
    public void Skip_StepInFlight_IsRefused() => Assert.Equal("Step.Running", Judge("a", Started).Refusal!.ErrorId);

    [Fact]
    public void Skip_FailedStepWhileTheRunGoesOn_IsRefusedAndSaysWhen()
    {
        ControlRefusal refusal = Judge("a", new StatusChanged(RunStatus.Running), Failed).Refusal!;
        Assert.Equal("Step.Ended", refusal.ErrorId);
        Assert.StartsWith("When the run is over", refusal.Action, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("b")]
    [InlineData("install")]
    public void Skip_WhatAResumptionWouldBeginAnew_IsDone(string target) =>
        Assert.Single(Judge(target, Failed, Omitted, new StatusChanged(RunStatus.Failed, GoalMissed: true)).Ends!);

    [Theory]
    [InlineData(RunStatus.Succeeded)]
    [InlineData(RunStatus.RolledBack)]
    public void Skip_OfARunWithNothingAhead_IsRefused(RunStatus status)
    {
        RunEvent[] undo = status == RunStatus.RolledBack ? [new RollbackPlanned(new UndoPlan([], []), null)] : [];
        Assert.NotNull(Judge("b", [.. undo, new StatusChanged(status)]).Refusal);
    }

    [Fact]
    public void Skip_OfAFailure_TakesItFromTheRun()
    {
        RunState state = State(Failed, new StatusChanged(RunStatus.Failed, GoalMissed: true));
        state.Apply(new JournalEntry(9, DateTimeOffset.UnixEpoch, new ControlTaken { Position = 1, Request = Request("a"), Ends = ControlVerdict.Of(state, Request("a"), default).Ends }));
        Assert.Equal((StepStatus.Skipped, false), (state["a"].Status, state["a"].FailedForward));
        Assert.Null(FailurePolicy.Decide(state));
    }

    private static ControlVerdict Judge(string target, params RunEvent[] events) => ControlVerdict.Of(State(events), Request(target), default);

    private static ControlRequest Request(string target) => new()
    {
        RequestId = "r", Kind = ControlKind.Skip, Origin = new RunOrigin { User = "ada", Host = "desk" }, Time = default, Operation = target, Reason = "done by hand",
    };

    private static RunState State(params RunEvent[] events)
    {
        RunState state = new(Plans.Of([Plans.Step("a"), Plans.Step("b", "a"), Plans.Step("install/x")]));
        for (int i = 0; i < events.Length; i++)
            state.Apply(new JournalEntry(i + 1, DateTimeOffset.UnixEpoch, events[i]));
        return state;
    }
}
