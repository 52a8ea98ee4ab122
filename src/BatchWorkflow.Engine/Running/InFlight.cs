using System.Threading.Channels;
using BatchWorkflow.Engine.State;

namespace BatchWorkflow.Engine.Running;

/// <summary>The attempts that run now, and the messages by which they report to the run loop.</summary>
internal sealed class InFlight(RunParts parts, RunState state)
{
    private readonly Dictionary<string, CancellationTokenSource> _running = new(StringComparer.Ordinal);

    private ILookup<string, string>? _serverSteps;

    private ILookup<(string?, string?), PlanStep>? _taskservSteps;

    /// <summary>How many run.</summary>
    public int Count => _running.Count;

    /// <summary>What they and others report.</summary>
    public ChannelReader<LoopMessage> Messages => parts.Messages.Reader;

    /// <summary>Starts an attempt whose beginning is in the journal.</summary>
    public void Start(PlanStep step, StepState at, bool resumed)
    {
        CancellationTokenSource end = new();
        lock (_running)
            _running.Add(step.Id, end);
        AttemptContext context = ContextOf(step, at, resumed);
        _ = parts.Scheduler.RunAsync(async () =>
        {
            AttemptOutcome outcome = await parts.Attempts.RunAsync(context, end.Token);
            parts.Messages.Writer.TryWrite(new LoopMessage.Ended(step, context.Number, outcome));
        });
    }

    /// <summary>Takes an attempt out that has ended.</summary>
    public void Remove(PlanStep step)
    {
        lock (_running)
            if (_running.Remove(step.Id, out CancellationTokenSource? end))
                end.Dispose();
    }

    /// <summary>Ends all attempts; each still reports.</summary>
    public void EndAll()
    {
        lock (_running)
            foreach (CancellationTokenSource end in _running.Values)
                end.Cancel();
    }

    private AttemptContext ContextOf(PlanStep step, StepState at, bool resumed)
    {
        OperationDefinition? operation = parts.OperationOf(step);
        TimeSpan timeout = operation?.Timeout ?? RunParts.DefaultTimeout;
        if (resumed && at.AttemptStarted is { } began)
            timeout -= Elapsed.Between(began, parts.Time.GetUtcNow());
        return new AttemptContext
        {
            RunId = state.Facts.RunId,
            Step = step,
            Operation = operation,
            Number = at.Attempts,
            Token = at.Token!,
            Epoch = at.Epoch,
            Plan = at.Undo ? at.DoneBy : at.TriedBy,
            IsDoneAgain = at.IsDoneAgain && !at.Undo,
            Undo = at.Undo,
            Resumed = resumed,
            ChangedBefore = at.Changed && !at.Undo,
            ScriptFailed = at.ScriptFailed,
            CutOff = at.CutOff,
            Unknown = at.Unknown ?? (resumed && step.Kind == StepKind.Taskserv && step.Action != StepAction.Check ? new UnknownScript(at.Attempts, at.Undo) : null),
            OnlyAsked = at.OnlyAsked,
            Beside = step.Taskserv is null ? [] : [.. Beside(step)],
            Action = at.Undo ? step.Action : at.Action ?? step.Action,
            IsOnNewServer = step.IsOnNewServer && IsMade(step.Server!),
            Former = at.Former,
            Outputs = state.Outputs,
            Known = step.Server is { } server ? state.Facts.Servers.GetValueOrDefault(server) : null,
            Reached = known => parts.Messages.Writer.TryWrite(new LoopMessage.Reached(step.Server!, known)),
            Timeout = timeout < RunParts.LeastTimeout ? RunParts.LeastTimeout : timeout,
            Waiting = what => parts.Messages.Writer.TryWrite(new LoopMessage.Waits(step, what)),
            RememberAsync = (former, action, token) => RememberAsync(step, former, action, token),
        };
    }

    /// <summary>Scripts of other steps on the same taskserv of the same server that could not be asked how they ended.</summary>
    private IEnumerable<(PlanStep Step, int Attempt)> Beside(PlanStep step)
    {
        _taskservSteps ??= state.Plan.Steps.Where(s => s.Taskserv is not null).ToLookup(s => (s.Server, s.Taskserv));
        foreach (PlanStep other in _taskservSteps[(step.Server, step.Taskserv)])
            if (other.Id != step.Id && state[other.Id].Unknown is { } unknown)
                yield return (other, unknown.Attempt);
    }

    private bool IsMade(string server)
    {
        _serverSteps ??= state.Plan.Steps.Where(s => s.Kind == StepKind.Server).ToLookup(s => s.Server!, s => s.Id, StringComparer.Ordinal);
        return _serverSteps[server].Any(id => state[id].Changed);
    }

    private async Task RememberAsync(PlanStep step, FormerSpecification former, StepAction action, CancellationToken cancellationToken)
    {
        TaskCompletionSource written = new(TaskCreationOptions.RunContinuationsAsynchronously);
        parts.Messages.Writer.TryWrite(new LoopMessage.Found(step, former, action, written));
        await using CancellationTokenRegistration cancelled = cancellationToken.Register(() => written.TrySetCanceled(cancellationToken));
        await written.Task;
    }
}
