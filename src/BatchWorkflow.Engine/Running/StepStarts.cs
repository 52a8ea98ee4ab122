using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.State;

namespace BatchWorkflow.Engine.Running;

/// <summary>Starts attempts: of what is ready and may run now, and of what an earlier engine left in flight.</summary>
internal sealed class StepStarts(Leg leg, OpenGates gates)
{
    private readonly List<PlanStep> _takenUp = [];

    /// <summary>True when nothing is left to be started or taken up as things stand.</summary>
    public bool AreNone => leg.Frontier.IsIdle && _takenUp.Count == 0;

    /// <summary>Takes up an attempt that an earlier engine began.</summary>
    public void TakeUp(PlanStep step)
    {
        leg.Frontier.Take(step.Id);
        _takenUp.Add(step);
    }

    /// <summary>Goes on with attempts that were taken up, each as soon as its server is held again.</summary>
    public async Task LaunchTakenUpAsync()
    {
        foreach (PlanStep step in _takenUp.ToList())
        {
            if (await leg.Parts.Holds.TryHoldAsync(step) is { } holder)
            {
                await leg.SayWaitingAsync(step, holder);
                continue;
            }
            _takenUp.Remove(step);
            leg.Capacity.Take(step);
            leg.InFlight.Start(step, leg.State[step.Id], resumed: true);
        }
    }

    /// <summary>Starts what is ready in plan order; the intents of all of them are flushed once, before the first is carried out.</summary>
    public async Task StartReadyAsync(CancellationToken letGo)
    {
        List<PlanStep> starting = [];
        bool flush = false;
        foreach (PlanStep step in await StartableAsync())
        {
            leg.Frontier.Take(step.Id);
            if (step.Kind == StepKind.Gate)
            {
                await gates.OpenAsync(step);
                continue;
            }
            flush |= step.Kind != StepKind.Taskserv || step.Irreversible;
            if (step.Irreversible && !leg.IsUndo)
                await leg.CheckpointAsync($"before {step.Id}, which cannot be undone");
            await RecordStartAsync(step, counts: true);
            starting.Add(step);
        }
        if (flush)
            await leg.Recorder.FlushAsync(CancellationToken.None);
        if (letGo.IsCancellationRequested)
            return;
        foreach (PlanStep step in starting)
            leg.InFlight.Start(step, leg.State[step.Id], resumed: false);
    }

    /// <summary>Another attempt at once in place of one that a crash ended; it does not count. When it cannot start now, it waits as others do.</summary>
    public async Task RepeatLostAsync(PlanStep step, bool isDraining)
    {
        if (isDraining || !leg.Capacity.TryTake(step))
        {
            leg.Frontier.PutBack(step.Id);
            return;
        }
        await RecordStartAsync(step, counts: false);
        if (step.Kind != StepKind.Taskserv)
            await leg.Recorder.FlushAsync(CancellationToken.None);
        leg.InFlight.Start(step, leg.State[step.Id], resumed: false);
    }

    private async Task<List<PlanStep>> StartableAsync()
    {
        List<PlanStep> startable = [];
        foreach (string operation in leg.Frontier.ReadyOperations)
        {
            foreach (PlanStep step in leg.Frontier.ReadyIn(operation))
            {
                if (step.Kind != StepKind.Gate && (leg.Capacity.IsFull || leg.Capacity.IsOperationFull(operation)))
                    break;
                if (await MayStartAsync(step))
                    startable.Add(step);
            }
        }
        return startable;
    }

    private async Task<bool> MayStartAsync(PlanStep step)
    {
        if (!leg.IsUndo && !await MeetsConditionsAsync(step))
            return false;
        if (step.Kind == StepKind.Gate)
            return true;
        if (!leg.Capacity.TryTake(step))
            return false;
        if (await leg.Parts.Holds.TryHoldAsync(step) is not { } holder)
            return true;
        leg.Capacity.Release(step);
        await leg.SayWaitingAsync(step, holder);
        return false;
    }

    private async Task<bool> MeetsConditionsAsync(PlanStep step)
    {
        switch (leg.Parts.Judge(step, leg.State))
        {
            case ConditionVerdict.Wait wait:
                await leg.SayWaitingAsync(step, wait.For);
                return false;
            case ConditionVerdict.Skip skip:
                await leg.Recorder.RecordAsync(new StepEnded(step.Id, StepStatus.Skipped, skip.Reason), CancellationToken.None);
                return false;
            case ConditionVerdict.Fail fail:
                await leg.FailAsync(step, fail.Failure);
                return false;
            default:
                return true;
        }
    }

    private async Task RecordStartAsync(PlanStep step, bool counts)
    {
        StepState state = leg.State[step.Id];
        await leg.Recorder.RecordAsync(new AttemptStarted
        {
            Step = step.Id,
            Attempt = state.Attempts + 1,
            Token = state.Token ?? IntentToken.For(leg.State.Facts.RunId, step.Id, state.Epoch),
            Counts = counts,
            Undo = leg.IsUndo,
        }, CancellationToken.None);
    }
}
