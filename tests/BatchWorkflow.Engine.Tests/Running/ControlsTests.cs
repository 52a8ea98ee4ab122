using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.Engine.State;
using BatchWorkflow.TestKit.Storing;

namespace BatchWorkflow.Engine.Tests.Running;

/// <summary>Requests of the inbox as the holder of a run takes them.</summary>
public sealed class ControlsTests
{
    private const string RunId = "20260101-000000-test";

    [Fact]
    public async Task Take_Suspend_AcknowledgesAndActsInOneEvent()
    {
        await using MemoryStore store = new();
        RunState state = await TakeAsync(store, [new StatusChanged(RunStatus.Running)], ControlKind.Suspend);

        ControlTaken taken = Assert.IsType<ControlTaken>((await JournalReader.ReadAsync(store, RunId, 0, default)).Entries[^1].Event);
        Assert.Equal(RunStatus.Suspending, taken.Status);
        Assert.Equal((RunStatus.Suspending, "asked by ada@desk: lunch"), (state.Facts.Status, state.Facts.Reason));
    }

    [Theory]
    [InlineData(ControlKind.Suspend, RunStatus.Suspending)]
    [InlineData(ControlKind.Stop, RunStatus.Stopping)]
    public async Task Take_WhileAFailureIsBeingUndone_KeepsThatTheGoalWasMissed(ControlKind kind, RunStatus status)
    {
        await using MemoryStore store = new();
        RunState state = await TakeAsync(store, [new StatusChanged(RunStatus.RollingBack, "a failed", GoalMissed: true)], kind);

        Assert.Equal((status, true), (state.Facts.Status, state.Facts.GoalMissed));
    }

    [Fact]
    public async Task Take_RequestThatChangesNothing_IsTakenAllTheSame()
    {
        await using MemoryStore store = new();
        RunState state = await TakeAsync(store, [new StatusChanged(RunStatus.Stopping)], ControlKind.Suspend);

        Assert.Equal(RunStatus.Stopping, state.Facts.Status);
        Assert.True(state.Facts.InboxPosition > 0);
    }

    private static async Task<RunState> TakeAsync(MemoryStore store, RunEvent[] before, ControlKind kind)
    {
        Inbox inbox = new(store, RunId);
        await using JournalWriter journal = await JournalWriter.OpenAsync(store, RunId, 1, TimeProvider.System, default);
        RunRecorder recorder = new(new RunState(Plans.Of([Plans.Step("a")])), journal);
        foreach (RunEvent e in before)
            await recorder.RecordAsync(e, default);
        await inbox.PostAsync(
            new ControlRequest
            {
                RequestId = "r", Kind = kind, Origin = new RunOrigin { User = "ada", Host = "desk" }, Time = DateTimeOffset.UnixEpoch, Reason = "lunch",
            },
            default);
        await new Controls(inbox, TimeProvider.System).TakeNowAsync(recorder);
        return recorder.State;
    }
}
