using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.State;

namespace BatchWorkflow.Engine.Running;

/// <summary>
/// Works through one graph of steps, forward or undoing: start what is ready and what capacity allows, wait for one thing to happen,
/// record it. It alone writes events; attempts run beside it and report by messages.
/// </summary>
internal sealed class RunLoop
{
    private readonly RunRecorder _recorder;
    private readonly RunParts _parts;
    private readonly Plan _graph;
    private readonly bool _undo;
    private readonly Frontier _frontier;
    private readonly Capacity _capacity;
    private readonly InFlight _inFlight;
    private readonly Checkpoints _checkpoints;
    private readonly PriorityQueue<PlanStep, DateTimeOffset> _retries = new();
    private readonly Queue<string> _ended = new();
    private readonly List<PlanStep> _takenUp = [];
    private FailureAction? _failure;
    private bool _draining;

    /// <summary>A loop over the graph that the state says is the present one.</summary>
    public RunLoop(RunRecorder recorder, RunParts parts)
    {
        (_recorder, _parts) = (recorder, parts);
        _graph = recorder.State.Current;
        _undo = recorder.State.Facts.Undo is not null;
        _frontier = new Frontier(_graph, id => State[id].Status);
        _capacity = new Capacity(State.Plan.Source, parts.LimitsOf);
        _inFlight = new InFlight(parts, State);
        _checkpoints = new Checkpoints(State.Plan, State.Facts.Checkpoints.Count);
        _failure = _undo ? null : FailurePolicy.Decide(State);
        parts.Holds.Need(_graph.Steps.Where(s => !State[s.Id].HasEnded));
        recorder.Recorded += Watch;
    }

    private RunState State => _recorder.State;

    /// <summary>Goes on until nothing is left to do, or a drain has ended. What that means for the run is the caller's to say.</summary>
    /// <param name="letGo">Ends what runs and returns; the run can be resumed.</param>
    public async Task RunAsync(CancellationToken letGo)
    {
        await TakeUpAsync();
        while (true)
        {
            await ConcludeAsync();
            await LaunchTakenUpAsync();
            await _parts.Controls.TakeAsync(_recorder);
            _draining = letGo.IsCancellationRequested || IsDraining();
            if (!_draining)
                await StartReadyAsync(letGo);
            if (_ended.Count > 0)
                continue; // What was skipped, or failed by its condition, sets others free.
            if (_inFlight.Count == 0 && (_draining || IsDone()))
                break;
            await HandleNextAsync(letGo);
        }
        if (!letGo.IsCancellationRequested && _draining)
            await GiveUpRetriesAsync();
        _recorder.Recorded -= Watch;
    }

    private bool IsDone() => _frontier.IsIdle && _retries.Count == 0 && _takenUp.Count == 0;

    /// <summary>Notes each step that an event ended.</summary>
    private void Watch(JournalEntry entry)
    {
        string? step = entry.Event switch { AttemptEnded e => e.Step, StepEnded e => e.Step, _ => null };
        if (step is null || !State[step].HasEnded)
            return;
        _ended.Enqueue(step);
        if (!_undo && State[step].Status == StepStatus.Failed)
            _failure = FailurePolicy.Stronger(_failure, FailurePolicy.ActionOf(State.Plan, _frontier.StepOf(step)));
    }

    /// <summary>Takes up what an earlier engine left: attempts in flight, and steps whose failed attempt was not judged.</summary>
    private async Task TakeUpAsync()
    {
        foreach (PlanStep step in _graph.Steps)
        {
            StepState state = State[step.Id];
            if (state.HasEnded || state.Undo != _undo)
                continue;
            if (state.InFlight)
            {
                _frontier.Take(step.Id);
                _takenUp.Add(step);
            }
            else if (state.NextAttempt is { } due)
                Schedule(step, due);
            else if (state.Failure is { } failure && state.Counted > 0)
                await JudgeAsync(step, failure);
        }
    }

    /// <summary>Goes on with attempts that an earlier engine began, each as soon as its server is held again.</summary>
    private async Task LaunchTakenUpAsync()
    {
        foreach (PlanStep step in _takenUp.ToList())
        {
            if (await _parts.Holds.TryHoldAsync(step) is { } holder)
            {
                await SayWaitingAsync(step, holder);
                continue;
            }
            _takenUp.Remove(step);
            _capacity.Take(step);
            _inFlight.Start(step, State[step.Id], resumed: true);
        }
    }

    private void Schedule(PlanStep step, DateTimeOffset due)
    {
        _frontier.Take(step.Id);
        _retries.Enqueue(step, due);
    }

    /// <summary>Starts what is ready in plan order; the intents of all of them are flushed once, before the first is carried out.</summary>
    private async Task StartReadyAsync(CancellationToken letGo)
    {
        TakeDueRetries();
        List<PlanStep> starting = [];
        bool flush = false;
        foreach (PlanStep step in await StartableAsync())
        {
            _frontier.Take(step.Id);
            flush |= step.Kind != StepKind.Taskserv || step.Irreversible;
            if (step.Irreversible && !_undo)
                await CheckpointAsync($"before {step.Id}, which cannot be undone");
            await RecordStartAsync(step, counts: true);
            starting.Add(step);
        }
        if (flush)
            await _recorder.FlushAsync(CancellationToken.None);
        if (letGo.IsCancellationRequested)
            return;
        foreach (PlanStep step in starting)
            _inFlight.Start(step, State[step.Id], resumed: false);
    }

    private async Task<List<PlanStep>> StartableAsync()
    {
        List<PlanStep> startable = [];
        foreach (string operation in _frontier.ReadyOperations)
        {
            foreach (PlanStep step in _frontier.ReadyIn(operation))
            {
                if (_capacity.IsFull || _capacity.IsOperationFull(operation))
                    break;
                if (await MayStartAsync(step))
                    startable.Add(step);
            }
        }
        return startable;
    }

    private async Task<bool> MayStartAsync(PlanStep step)
    {
        if (!_undo && !await MeetsConditionsAsync(step))
            return false;
        if (!_capacity.TryTake(step))
            return false;
        if (await _parts.Holds.TryHoldAsync(step) is not { } holder)
            return true;
        _capacity.Release(step);
        await SayWaitingAsync(step, holder);
        return false;
    }

    private async Task<bool> MeetsConditionsAsync(PlanStep step)
    {
        switch (_parts.Judge(step, State))
        {
            case ConditionVerdict.Wait wait:
                await SayWaitingAsync(step, wait.For);
                return false;
            case ConditionVerdict.Skip skip:
                await _recorder.RecordAsync(new StepEnded(step.Id, StepStatus.Skipped, skip.Reason), CancellationToken.None);
                return false;
            case ConditionVerdict.Fail fail:
                await FailAsync(step, fail.Failure);
                return false;
            default:
                return true;
        }
    }

    private async Task SayWaitingAsync(PlanStep step, string what)
    {
        StepState state = State[step.Id];
        if (state.HasEnded || state.WaitingFor == what)
            return;
        await _recorder.RecordAsync(new StepWaiting(step.Id, what), CancellationToken.None);
    }

    private async Task RecordStartAsync(PlanStep step, bool counts)
    {
        StepState state = State[step.Id];
        await _recorder.RecordAsync(new AttemptStarted
        {
            Step = step.Id,
            Attempt = state.Attempts + 1,
            Token = state.Token ?? IntentToken.For(State.Facts.RunId, step.Id, state.Epoch),
            Counts = counts,
            Undo = _undo,
        }, CancellationToken.None);
    }

    private void TakeDueRetries()
    {
        while (_retries.TryPeek(out PlanStep? step, out DateTimeOffset due) && due <= _parts.Time.GetUtcNow())
        {
            _retries.Dequeue();
            _frontier.PutBack(step.Id);
        }
    }

    /// <summary>Waits for a message, a due retry or the next look at inbox and leases, and handles all that is there.</summary>
    private async Task HandleNextAsync(CancellationToken letGo)
    {
        await WaitAsync(letGo);
        while (_inFlight.Messages.TryRead(out LoopMessage? message))
            await HandleAsync(message);
    }

    private async Task WaitAsync(CancellationToken letGo)
    {
        TimeSpan tick = _parts.Tick;
        if (!_draining && _retries.TryPeek(out _, out DateTimeOffset due))
        {
            TimeSpan left = due - _parts.Time.GetUtcNow();
            tick = left < TimeSpan.Zero ? TimeSpan.Zero : left < tick ? left : tick;
        }
        using CancellationTokenSource stopWaiting = new();
        using CancellationTokenRegistration cancelled = letGo.Register(() => _inFlight.EndAll());
        Task message = _inFlight.Messages.WaitToReadAsync(stopWaiting.Token).AsTask();
        Task timer = Task.Delay(tick, _parts.Time, stopWaiting.Token);
        await Task.WhenAny(message, timer);
        await stopWaiting.CancelAsync();
    }

    private async Task HandleAsync(LoopMessage message)
    {
        switch (message)
        {
            case LoopMessage.Ended ended:
                await HandleEndAsync(ended);
                break;
            case LoopMessage.Waits waits:
                await SayWaitingAsync(waits.Step, waits.For);
                break;
            case LoopMessage.Found found:
                await _recorder.RecordAsync(new FormerFound(found.Step.Id, found.Former), Durability.Flushed, CancellationToken.None);
                found.Written.SetResult();
                break;
            case LoopMessage.Reached reached:
                await _recorder.RecordAsync(new ServerReached(reached.Server, reached.Known), CancellationToken.None);
                break;
            case LoopMessage.Warning warning:
                await _recorder.RecordAsync(new Warned(warning.Message), CancellationToken.None);
                break;
            case LoopMessage.StopAsked stop when State.Facts.Status is RunStatus.Running or RunStatus.RollingBack or RunStatus.Suspending:
                await _recorder.RecordAsync(new StatusChanged(RunStatus.Stopping, stop.Reason), Durability.Flushed, CancellationToken.None);
                break;
            default:
                break;
        }
    }

    private async Task HandleEndAsync(LoopMessage.Ended ended)
    {
        (PlanStep step, AttemptOutcome outcome) = (ended.Step, ended.Outcome);
        _inFlight.Remove(step);
        _capacity.Release(step);
        await _recorder.RecordAsync(new AttemptEnded
        {
            Step = step.Id,
            Attempt = ended.Attempt,
            Result = outcome.Result,
            Changed = outcome.Changed,
            Failure = outcome.Failure,
            Reason = outcome.Reason,
            Outputs = outcome.Outputs,
        }, CancellationToken.None);
        switch (outcome.Result)
        {
            case AttemptResult.Failed:
                await JudgeAsync(step, outcome.Failure!);
                break;
            case AttemptResult.Lost:
                await RepeatLostAsync(step);
                break;
            default:
                break;
        }
    }

    /// <summary>A crash ended an attempt: another is made at once and does not count, unless the operation says that it must not be.</summary>
    private async Task RepeatLostAsync(PlanStep step)
    {
        if (_draining || !_capacity.TryTake(step))
        {
            _frontier.PutBack(step.Id);
            return;
        }
        await RecordStartAsync(step, counts: false);
        if (step.Kind != StepKind.Taskserv)
            await _recorder.FlushAsync(CancellationToken.None);
        _inFlight.Start(step, State[step.Id], resumed: false);
    }

    /// <summary>After a failed attempt: another one later, or the end of the step.</summary>
    private async Task JudgeAsync(PlanStep step, Failure failure)
    {
        StepState state = State[step.Id];
        RetryPolicy policy = _parts.PolicyOf(step);
        if (failure.IsRetryable && state.Counted < policy.MaxAttempts && !IsDraining())
        {
            TimeSpan delay = RetryDelay.For(policy, state.Counted, failure.RetryAfter, _parts.Random);
            DateTimeOffset due = _parts.Time.GetUtcNow() + delay;
            await _recorder.RecordAsync(new RetryScheduled(step.Id, state.Attempts + 1, due), CancellationToken.None);
            Schedule(step, due);
            return;
        }
        await FailAsync(step, failure);
    }

    private ValueTask FailAsync(PlanStep step, Failure failure) => _recorder.RecordAsync(
        new StepEnded(step.Id, _undo ? StepStatus.RevertFailed : StepStatus.Failed, null, failure), CancellationToken.None);

    /// <summary>A drain for a failure leaves no retry behind: such a step has failed.</summary>
    private async Task GiveUpRetriesAsync()
    {
        if (State.Facts.Status is RunStatus.Suspending or RunStatus.Stopping)
            return;
        while (_retries.TryDequeue(out PlanStep? step, out _))
            if (State[step.Id] is { HasEnded: false, Failure: { } failure })
                await FailAsync(step, failure);
    }

    /// <summary>Tells the frontier what has ended, and carries out what follows from it.</summary>
    private async Task ConcludeAsync()
    {
        bool more = true;
        while (more)
        {
            more = false;
            while (_ended.TryDequeue(out string? ended))
            {
                _frontier.Ended(ended, State[ended].Status);
                await _parts.Holds.DoneAsync(_frontier.StepOf(ended));
            }
            foreach (Frontier.Verdict verdict in _frontier.TakeVerdicts().ToList())
            {
                more = true;
                await CarryOutAsync(verdict);
            }
        }
        if (!_undo && _checkpoints.Due(_frontier.EndedOperations) is { } name)
            await CheckpointAsync(name);
    }

    private async Task CarryOutAsync(Frontier.Verdict verdict)
    {
        if (verdict.Warning)
        {
            await _recorder.RecordAsync(new Warned(verdict.Reason, verdict.Step), CancellationToken.None);
            return;
        }
        StepStatus status = _undo ? StepStatus.RevertFailed : StepStatus.Omitted;
        string reason = _undo ? $"left as it is: {verdict.Reason}" : verdict.Reason;
        await _recorder.RecordAsync(new StepEnded(verdict.Step, status, reason), CancellationToken.None);
    }

    private ValueTask CheckpointAsync(string name) =>
        _recorder.RecordAsync(new CheckpointReached(State.Facts.Checkpoints.Count + 1, name), Durability.Flushed, CancellationToken.None);

    private bool IsDraining() => State.Facts.Status is RunStatus.Suspending or RunStatus.Stopping
        || _failure is FailureAction.Fail or FailureAction.Rollback;
}
