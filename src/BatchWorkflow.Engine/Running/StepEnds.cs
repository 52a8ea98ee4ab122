using BatchWorkflow.Engine.Journal;

namespace BatchWorkflow.Engine.Running;

/// <summary>The ends of steps, however they came about: tells the frontier of each, and carries out what follows from it.</summary>
internal sealed class StepEnds(Leg leg)
{
    private readonly Checkpoints _checkpoints = new(leg.State.Plan, leg.State.Facts.Checkpoints.Count);
    private readonly Promises _promises = new(leg.State, leg.Frontier.EndedOperations.Count);
    private readonly Queue<string> _ended = new();

    /// <summary>What the failed steps ask for together; null while none has failed.</summary>
    public FailureVerdict? Failure { get; private set; } = leg.IsUndo ? null : FailurePolicy.Decide(leg.State);

    /// <summary>True when there are ends whose consequences have not been carried out.</summary>
    public bool AreNew => _ended.Count > 0;

    /// <summary>The steps that an event may end.</summary>
    public static IEnumerable<string> In(RunEvent what) => what switch
    {
        AttemptEnded e => [e.Step],
        StepEnded e => [e.Step],
        ControlTaken { Ends: { } ends } => ends.Select(end => end.Step),
        _ => [],
    };

    /// <summary>Notes a step that has ended.</summary>
    public void Note(string step)
    {
        _ended.Enqueue(step);
        if (!leg.IsUndo && leg.State[step].Status == StepStatus.Failed)
            Failure = FailurePolicy.Stronger(Failure, FailurePolicy.Of(leg.State, leg.Frontier.StepOf(step)));
    }

    /// <summary>Carries out what follows from the ends so far.</summary>
    public async Task ConcludeAsync()
    {
        bool more = true;
        while (more)
        {
            more = false;
            while (_ended.TryDequeue(out string? ended))
            {
                leg.Frontier.Ended(ended, leg.State[ended].Status);
                await leg.Parts.Holds.DoneAsync(leg.Frontier.StepOf(ended));
            }
            foreach (Frontier.Verdict verdict in leg.Frontier.TakeVerdicts().ToList())
            {
                more = true;
                await CarryOutAsync(verdict);
            }
        }
        if (leg.IsUndo)
            return;
        foreach (Warned broken in _promises.Broken(leg.Frontier.EndedOperations))
            await leg.Recorder.RecordAsync(broken, CancellationToken.None);
        if (_checkpoints.Due(leg.Frontier.EndedOperations) is { } name)
            await leg.CheckpointAsync(name);
    }

    private ValueTask CarryOutAsync(Frontier.Verdict verdict)
    {
        if (verdict.Warning)
            return leg.Recorder.RecordAsync(new Warned(verdict.Reason, verdict.Step), CancellationToken.None);
        StepStatus status = leg.IsUndo ? StepStatus.RevertFailed : StepStatus.Omitted;
        string reason = leg.IsUndo ? $"left as it is: {verdict.Reason}" : verdict.Reason;
        return leg.Recorder.RecordAsync(new StepEnded(verdict.Step, status, reason), CancellationToken.None);
    }
}
