using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Planning;
using BatchWorkflow.Engine.State;

namespace BatchWorkflow.Engine.Running;

/// <summary>A run's way from where it stands to an end: forward, then, when a failure asks for it, back.</summary>
internal sealed class RunCourse(RunRecorder recorder, RunParts parts)
{
    private RunState State => recorder.State;

    /// <summary>Goes on to the run's end, or until it is let go.</summary>
    public async Task RunAsync(CancellationToken letGo)
    {
        do
        {
            await new RunLoop(recorder, parts).RunAsync(letGo);
            if (letGo.IsCancellationRequested)
                return;
        }
        while (!await EndAsync());
    }

    /// <summary>Something that the reader of the run should know.</summary>
    public void Warn(string message) => parts.Messages.Writer.TryWrite(new LoopMessage.Warning(message));

    /// <summary>Settles what an earlier engine left in flight, then undoes.</summary>
    public async Task RollBackAsync(RollbackOptions options, CancellationToken letGo)
    {
        if (State.Plan.Steps.Any(s => State[s.Id].InFlight))
        {
            await recorder.RecordAsync(new StatusChanged(RunStatus.Stopping, "its rollback was asked for"), Durability.Flushed, CancellationToken.None);
            await new RunLoop(recorder, parts).RunAsync(letGo);
            if (letGo.IsCancellationRequested)
                return;
        }
        string who = State.Facts.Holder is { } holder ? $"{holder.User}@{holder.Host}" : "somebody";
        Plan undo = Rollbacks.Plan(State, options, isAutomatic: false);
        await BeginRollbackAsync(undo, $"{who} asked to undo it", State.Facts.GoalMissed, options.ToCheckpoint);
        await RunAsync(letGo);
    }

    /// <summary>Writes the status that the loop's end means. False when the run now goes back.</summary>
    private async Task<bool> EndAsync()
    {
        RunFacts facts = State.Facts;
        bool isLeft = State.Current.Steps.Any(s => !State[s.Id].HasEnded);
        switch (facts.Status)
        {
            case RunStatus.Suspending when isLeft:
                await SayAsync(RunStatus.Suspended, facts.Reason, facts.GoalMissed);
                return true;
            case RunStatus.Stopping when isLeft:
                await SayAsync(RunStatus.Stopped, facts.Reason, facts.GoalMissed);
                return true;
        }
        if (facts.Undo is not null)
        {
            await EndRollbackAsync(facts.Undo);
            return true;
        }
        return await EndForwardAsync();
    }

    private async Task<bool> EndForwardAsync()
    {
        FailureVerdict? failure = FailurePolicy.Decide(State);
        if (failure is null)
        {
            List<string> undone = [.. State.Plan.Steps.Where(s => State[s.Id] is { Gone: false, Status: StepStatus.Reverted or StepStatus.RevertFailed }).Select(s => s.Id)];
            await (undone.Count == 0
                ? SayAsync(RunStatus.Succeeded, null, goalMissed: false)
                : SayAsync(RunStatus.Failed, $"{Named(undone)} {(undone.Count == 1 ? "was" : "were")} undone and not begun again", goalMissed: true));
            return true;
        }
        string reason = FailedSteps();
        if (failure == FailureVerdict.Halt)
            await recorder.RecordAsync(new Warned("Nothing is undone by itself: what the state of the runs keeps is damaged or out of reach, and an undo would build on it."), CancellationToken.None);
        if (failure == FailureVerdict.Rollback)
        {
            Plan plan = Rollbacks.Plan(State, new RollbackOptions(), isAutomatic: true);
            foreach (Problem why in plan.Warnings)
                await recorder.RecordAsync(new Warned(why.Message), CancellationToken.None);
            if (plan.Warnings.Count == 0 && (!Rollbacks.IsNothing(plan) || HasFailedToAct()))
            {
                // A stop does not undo: a resume comes back here and does.
                if (State.Facts.Status is RunStatus.Stopping or RunStatus.Suspending)
                {
                    await SayAsync(State.Facts.Status == RunStatus.Stopping ? RunStatus.Stopped : RunStatus.Suspended, State.Facts.Reason, State.Facts.GoalMissed);
                    return true;
                }
                await BeginRollbackAsync(plan, reason, goalMissed: true, toCheckpoint: null);
                return false;
            }
        }
        await SayAsync(RunStatus.Failed, reason, goalMissed: true);
        return true;
    }

    /// <summary>True when a step that changes things has failed: the run is rolled back, though that may leave nothing to undo.</summary>
    private bool HasFailedToAct() => State.Plan.Steps.Any(s => s.Action is not (StepAction.Check or StepAction.Wait) && State[s.Id].Status == StepStatus.Failed);

    private async Task BeginRollbackAsync(Plan undo, string reason, bool goalMissed, int? toCheckpoint)
    {
        await SayAsync(RunStatus.RollingBack, reason, goalMissed);
        await recorder.RecordAsync(new RollbackPlanned(new UndoPlan(undo.Steps, undo.NotUndone), toCheckpoint), Durability.Flushed, CancellationToken.None);
    }

    private ValueTask EndRollbackAsync(UndoPlan undo)
    {
        List<string> left = [.. undo.NotUndone.Select(n => n.Step)];
        left.AddRange(undo.Steps.Where(s => State[s.Id].Status != StepStatus.Reverted).Select(s => s.Id));
        return left.Count == 0
            ? SayAsync(RunStatus.RolledBack, State.Facts.Reason, State.Facts.GoalMissed)
            : SayAsync(RunStatus.RollbackFailed, $"not undone: {string.Join(", ", left)}", State.Facts.GoalMissed);
    }

    private ValueTask SayAsync(RunStatus status, string? reason, bool goalMissed) =>
        recorder.RecordAsync(new StatusChanged(status, reason, goalMissed), Durability.Flushed, CancellationToken.None);

    private string FailedSteps()
    {
        List<string> failed = [.. State.Plan.Steps.Where(s => State[s.Id].Status == StepStatus.Failed).Select(s => s.Id)];
        return $"{Named(failed)} failed";
    }

    private static string Named(List<string> steps) =>
        steps.Count <= 3 ? string.Join(", ", steps) : $"{string.Join(", ", steps.Take(3))} and {steps.Count - 3} more";
}
