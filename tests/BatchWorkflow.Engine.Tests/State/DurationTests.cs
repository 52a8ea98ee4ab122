using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.State;
using BatchWorkflow.Engine.Tests.Running;
using BatchWorkflow.Engine.Views;

namespace BatchWorkflow.Engine.Tests.State;

/// <summary>How long a run and its steps took, by journals whose times the test gives in seconds.</summary>
public sealed class DurationTests
{
    private static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Plan Plan = Plans.Of([Plans.Step("a/1")]);
    private readonly RunState _state = new(Plan);
    private long _sequence;

    [Fact]
    public void Run_ThatItsHolderLetGo_TookUntilItsLastEvent()
    {
        Submit();
        At(2, Started(1));
        At(12, Ended(1, AttemptResult.Cancelled));

        BatchRun run = Show(RunHold.LetGo, now: 500);

        Assert.Equal((12, 10), (run.Duration.TotalSeconds, run.StepList[0].Duration.TotalSeconds));
    }

    [Fact]
    public void Run_WhoseHolderDiedInAStep_TookUntilItsLastEvent()
    {
        Submit();
        At(2, Started(1));
        At(3, new Warned("The disk is nearly full."));

        BatchRun run = Show(RunHold.Gone, now: 500);

        Assert.Equal((3, 1), (run.Duration.TotalSeconds, run.StepList[0].Duration.TotalSeconds));
    }

    [Fact]
    public void Run_Resumed_LeavesOutTheTimeInWhichItLayIdle()
    {
        Submit();
        At(2, Started(1));
        At(12, Ended(1, AttemptResult.Cancelled));
        At(1000, Taken("resume"));
        At(1001, Started(2));

        BatchRun run = Show(RunHold.Held, now: 1004);

        Assert.Equal((12 + 4, 3), (run.Duration.TotalSeconds, run.StepList[0].Duration.TotalSeconds));
    }

    [Fact]
    public void Step_WhoseRetryWasLeftWaiting_BeginsANewGo()
    {
        Submit();
        At(2, Started(1));
        At(4, Ended(1, AttemptResult.Failed));
        At(4, new RetryScheduled("a/1", 2, Begin.AddSeconds(30)));
        At(1000, Taken("resume"));
        At(1000, Started(2));

        Assert.Equal(5, Show(RunHold.Held, now: 1005).StepList[0].Duration.TotalSeconds);
    }

    [Fact]
    public void Step_WithARetry_CountsTheWaitBetween()
    {
        Submit();
        At(2, Started(1));
        At(4, Ended(1, AttemptResult.Failed));
        At(4, new RetryScheduled("a/1", 2, Begin.AddSeconds(9)));
        At(9, Started(2));
        At(11, Ended(2, AttemptResult.Succeeded));

        Assert.Equal(9, Show(RunHold.Held, now: 500).StepList[0].Duration.TotalSeconds);
    }

    [Fact]
    public void Run_RolledBackLater_TookBothGoesAndItsStepTheForwardOne()
    {
        Succeed();
        At(600, Taken("rollback"));
        RollBack(600);
        At(601, Started(2, undo: true));
        At(602, Ended(2, AttemptResult.Succeeded));
        At(603, new StatusChanged(RunStatus.RolledBack));

        BatchRun run = Show(RunHold.LetGo, now: 900);

        Assert.Equal((5 + 3, 2), (run.Duration.TotalSeconds, run.StepList[0].Duration.TotalSeconds));
        Assert.Equal("this run created it", run.StepList[0].Reason);
    }

    [Fact]
    public void Step_BeingUndone_ShowsHowLongThatTakes()
    {
        Succeed();
        At(600, Taken("rollback"));
        RollBack(600);
        At(601, Started(2, undo: true));

        Assert.Equal(7, Show(RunHold.Held, now: 608).StepList[0].Duration.TotalSeconds);
    }

    [Theory]
    [InlineData(RunHold.LetGo, "process 7 on desk let go of it before it was over")]
    [InlineData(RunHold.Gone, "process 7 on desk died before it was over")]
    [InlineData(RunHold.Silent, "process 7 on desk has not renewed its lease")]
    internal void Run_ThatNobodyHolds_SaysWhatIsKnownOfItsHolder(RunHold hold, string reason)
    {
        Submit();

        BatchRun run = Show(hold, now: 9);

        Assert.Equal((RunStatus.Interrupted, reason), (run.Status, run.Reason));
    }

    [Fact]
    public void Run_ResumedAfterTheClockWasSetBack_GoesOnFromThere()
    {
        Submit();
        At(1000, Started(1));
        At(1004, Ended(1, AttemptResult.Failed));
        At(1004, new RetryScheduled("a/1", 2, Begin.AddSeconds(1034)));
        At(50, Taken("resume"));

        Assert.Equal(Begin.AddSeconds(80), Show(RunHold.Held, now: 50).StepList[0].NextAttempt);
        At(80, Started(2));
        At(82, Ended(2, AttemptResult.Succeeded));
        BatchRun run = Show(RunHold.Held, now: 90);
        Assert.Equal((1004 + 40, 2), (run.Duration.TotalSeconds, run.StepList[0].Duration.TotalSeconds));
    }

    [Fact]
    public void Run_SeenByAClockThatIsBehind_TookNoLessThanNothing()
    {
        Submit();
        At(2, Started(1));

        BatchRun run = Show(RunHold.Held, now: -500);

        Assert.Equal((0, 0), (run.Duration.TotalSeconds, run.StepList[0].Duration.TotalSeconds));
    }

    private BatchRun Show(RunHold hold, int now) => RunView.Detailed(_state, hold, Begin.AddSeconds(now));

    private void Submit()
    {
        At(0, new RunSubmitted { RunId = "r", Workflow = "w", Infrastructure = "i", PlanHash = "", Origin = new RunOrigin() });
        At(0, Taken("submit"));
        At(0, new StatusChanged(RunStatus.Running));
    }

    private void Succeed()
    {
        Submit();
        At(2, Started(1));
        At(4, Ended(1, AttemptResult.Succeeded));
        At(5, new StatusChanged(RunStatus.Succeeded));
    }

    private void RollBack(int seconds)
    {
        At(seconds, new StatusChanged(RunStatus.RollingBack));
        At(seconds, new RollbackPlanned(new UndoPlan([Plan.Steps[0] with { Action = StepAction.Delete, Reason = "this run created it" }], []), null));
    }

    private void At(int seconds, RunEvent happened) => _state.Apply(new JournalEntry(++_sequence, Begin.AddSeconds(seconds), happened));

    private static HolderTook Taken(string cause) => new(new RunOrigin { Host = "desk", Process = 7 }, 1, cause);

    private static AttemptStarted Started(int attempt, bool undo = false) => new() { Step = "a/1", Attempt = attempt, Token = "t", Undo = undo };

    private static AttemptEnded Ended(int attempt, AttemptResult result) =>
        new() { Step = "a/1", Attempt = attempt, Result = result, Changed = true, Failure = result == AttemptResult.Failed ? Broken : null };

    private static Failure Broken { get; } = new() { Kind = FailureKind.Unknown, Message = "it broke" };
}
