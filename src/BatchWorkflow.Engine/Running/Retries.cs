using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.State;

namespace BatchWorkflow.Engine.Running;

/// <summary>The steps whose attempt has failed: judges whether there is another one, and keeps them until it is due.</summary>
internal sealed class Retries(Leg leg)
{
    private readonly PriorityQueue<PlanStep, DateTimeOffset> _waiting = new();

    /// <summary>True when no step waits for another attempt.</summary>
    public bool AreNone => _waiting.Count == 0;

    /// <summary>When the next attempt is due, or null.</summary>
    public DateTimeOffset? Next => _waiting.TryPeek(out _, out DateTimeOffset due) ? due : null;

    /// <summary>After a failed attempt: another one later, or the end of the step.</summary>
    public async Task JudgeAsync(PlanStep step, Failure failure, bool isDraining)
    {
        StepState state = leg.State[step.Id];
        RetryPolicy policy = leg.Parts.PolicyOf(step);
        if (!failure.IsRetryable || state.Counted >= policy.MaxAttempts || isDraining)
        {
            await leg.FailAsync(step, failure);
            return;
        }
        TimeSpan delay = RetryDelay.For(policy, state.Counted, failure.RetryAfter, leg.Parts.Random);
        DateTimeOffset due = leg.Parts.Time.GetUtcNow() + delay;
        await leg.Recorder.RecordAsync(new RetryScheduled(step.Id, state.Attempts + 1, due), CancellationToken.None);
        Schedule(step, due);
    }

    /// <summary>Keeps a step until its next attempt is due.</summary>
    public void Schedule(PlanStep step, DateTimeOffset due)
    {
        leg.Frontier.Take(step.Id);
        _waiting.Enqueue(step, due);
    }

    /// <summary>Sets free what is due.</summary>
    public void TakeDue()
    {
        while (_waiting.TryPeek(out PlanStep? step, out DateTimeOffset due) && due <= leg.Parts.Time.GetUtcNow())
        {
            _waiting.Dequeue();
            leg.Frontier.PutBack(step.Id);
        }
    }

    /// <summary>Forgets a step that has ended.</summary>
    public void Drop(string step) => _waiting.Remove(leg.Frontier.StepOf(step), out _, out _, ReferenceEqualityComparer.Instance);

    /// <summary>
    /// A drain for a failure leaves no retry behind, whether it waits for its time or only for room: such a step has failed.
    /// </summary>
    public async Task GiveUpAsync()
    {
        _waiting.Clear();
        foreach (PlanStep step in leg.Graph.Steps)
            if (leg.State[step.Id] is { HasEnded: false, InFlight: false, Counted: > 0, Failure: { } failure } state && state.Undo == leg.IsUndo)
                await leg.FailAsync(step, failure);
    }
}
