using System.Threading.Channels;
using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.State;

namespace BatchWorkflow.Engine.Running;

/// <summary>
/// Works through one graph of steps, forward or undoing: start what is ready and what capacity allows, wait for one thing to happen,
/// record it. It alone writes events; attempts run beside it and report by messages.
/// </summary>
internal sealed class RunLoop
{
    private readonly Leg _leg;
    private readonly StepEnds _ends;
    private readonly Retries _retries;
    private readonly OpenGates _gates;
    private readonly StepStarts _starts;
    private bool _draining;

    /// <summary>A loop over the graph that the state says is the present one.</summary>
    public RunLoop(RunRecorder recorder, RunParts parts)
    {
        _leg = new Leg(recorder, parts);
        _ends = new StepEnds(_leg);
        _retries = new Retries(_leg);
        _gates = new OpenGates(_leg);
        _starts = new StepStarts(_leg, _gates);
        recorder.Recorded += Watch;
    }

    private RunState State => _leg.State;

    /// <summary>Goes on until nothing is left to do, or a drain has ended. What that means for the run is the caller's to say.</summary>
    /// <param name="letGo">Ends what runs and returns; the run can be resumed.</param>
    public async Task RunAsync(CancellationToken letGo)
    {
        await _leg.Parts.Holds.NeedAsync(_leg.Graph.Steps.Where(s => !State[s.Id].HasEnded));
        await TakeUpAsync();
        while (true)
        {
            await _leg.Parts.Controls.TakeAsync(_leg.Recorder);
            await _ends.ConcludeAsync(); // Nothing stands between a request and what follows from it: what is skipped is not started.
            await _starts.LaunchTakenUpAsync();
            _draining = letGo.IsCancellationRequested || IsDraining();
            if (!_draining)
                await StartReadyAsync(letGo);
            if (_ends.AreNew)
                continue; // What has ended without an attempt sets others free.
            if (_leg.InFlight.Count == 0 && (_draining || IsDone()))
                break;
            await HandleNextAsync(letGo);
        }
        if (!letGo.IsCancellationRequested && _draining && State.Facts.Status is not (RunStatus.Suspending or RunStatus.Stopping))
            await _retries.GiveUpAsync();
        _leg.Recorder.Recorded -= Watch;
    }

    private bool IsDone() => _starts.AreNone && _retries.AreNone && _gates.AreNone;

    /// <summary>Notes each step that an event ended.</summary>
    private void Watch(JournalEntry entry)
    {
        foreach (string step in StepEnds.In(entry.Event))
        {
            if (!State[step].HasEnded)
                continue;
            _ends.Note(step);
            _retries.Drop(step);
            _gates.Drop(step);
        }
    }

    /// <summary>Takes up what an earlier engine left: attempts in flight, open gates, and steps whose failed attempt was not judged.</summary>
    private async Task TakeUpAsync()
    {
        foreach (PlanStep step in _leg.Graph.Steps)
        {
            StepState state = State[step.Id];
            if (state.HasEnded || state.Undo != _leg.IsUndo)
                continue;
            if (state.InFlight)
                _starts.TakeUp(step);
            else if (state.Gate is not null)
                _gates.TakeUp(step);
            else if (state.NextAttempt is { } due)
                _retries.Schedule(step, due);
            else if (state.Failure is { } failure && state.Counted > 0)
                await _retries.JudgeAsync(step, failure, HasFailed);
        }
    }

    private async Task StartReadyAsync(CancellationToken letGo)
    {
        _retries.TakeDue();
        await _gates.CloseOverdueAsync();
        await _starts.StartReadyAsync(letGo);
    }

    /// <summary>Waits for a message, a due retry or the next look at inbox, gates and leases, and handles all that is there.</summary>
    private async Task HandleNextAsync(CancellationToken letGo)
    {
        await WaitAsync(letGo);
        while (_leg.InFlight.Messages.TryRead(out LoopMessage? message))
            await HandleAsync(message);
    }

    private async Task WaitAsync(CancellationToken letGo)
    {
        TimeSpan tick = _leg.Parts.Tick;
        if (!_draining && _retries.Next is { } due)
        {
            TimeSpan left = due - _leg.Parts.Time.GetUtcNow();
            tick = left < TimeSpan.Zero ? TimeSpan.Zero : left < tick ? left : tick;
        }
        using CancellationTokenRegistration cancelled = letGo.Register(() => _leg.InFlight.EndAll());
        ChannelWriter<LoopMessage> messages = _leg.Parts.Messages.Writer;
        await using ITimer timer = _leg.Parts.Time.CreateTimer(_ => messages.TryWrite(LoopMessage.Tick.Now), null, tick, Timeout.InfiniteTimeSpan);
        await _leg.InFlight.Messages.WaitToReadAsync(CancellationToken.None);
    }

    private async Task HandleAsync(LoopMessage message)
    {
        switch (message)
        {
            case LoopMessage.Ended ended:
                await HandleEndAsync(ended);
                break;
            case LoopMessage.Waits waits:
                await _leg.SayWaitingAsync(waits.Step, waits.For);
                break;
            case LoopMessage.Found found:
                await _leg.Recorder.RecordAsync(new FormerFound(found.Step.Id, found.Former, found.Action), Durability.Flushed, CancellationToken.None);
                found.Written.TrySetResult();
                break;
            case LoopMessage.Reached reached:
                await _leg.Recorder.RecordAsync(new ServerReached(reached.Server, reached.Known), CancellationToken.None);
                break;
            case LoopMessage.Warning warning:
                await _leg.Recorder.RecordAsync(new Warned(warning.Message), CancellationToken.None);
                break;
            case LoopMessage.StopAsked stop when State.Facts.Status is RunStatus.Running or RunStatus.RollingBack or RunStatus.Suspending:
                await _leg.Recorder.RecordAsync(new StatusChanged(RunStatus.Stopping, stop.Reason), Durability.Flushed, CancellationToken.None);
                break;
            default:
                break;
        }
    }

    private async Task HandleEndAsync(LoopMessage.Ended ended)
    {
        (PlanStep step, AttemptOutcome outcome) = (ended.Step, ended.Outcome);
        _leg.InFlight.Remove(step);
        _leg.Capacity.Release(step);
        await _leg.Recorder.RecordAsync(new AttemptEnded
        {
            Step = step.Id,
            Attempt = ended.Attempt,
            Result = outcome.Result,
            Changed = outcome.Changed,
            Acted = outcome.Acted,
            Gone = outcome.Gone,
            Unknown = outcome.Unknown,
            Failure = outcome.Failure,
            Reason = outcome.Reason,
            Outputs = outcome.Outputs,
            Sealed = outcome.Outputs.Count == 0 ? null : outcome.Sealed,
        }, CancellationToken.None);
        switch (outcome.Result)
        {
            case AttemptResult.Failed:
                await _retries.JudgeAsync(step, outcome.Failure!, HasFailed);
                break;
            case AttemptResult.Lost:
                await _starts.RepeatLostAsync(step, _draining);
                break;
            default:
                break;
        }
    }

    /// <summary>True when a failure lets nothing start any more; what a person stops goes on one day with all its attempts.</summary>
    private bool HasFailed => _ends.Failure > FailureVerdict.Continue;

    private bool IsDraining() => State.Facts.Status is RunStatus.Suspending or RunStatus.Stopping || HasFailed;
}
