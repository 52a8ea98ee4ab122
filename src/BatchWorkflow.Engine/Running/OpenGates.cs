using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.State;

namespace BatchWorkflow.Engine.Running;

/// <summary>The gates that wait for a person's answer. They hold no slot and no server, so any number of them may wait beside what runs.</summary>
internal sealed class OpenGates(Leg leg)
{
    private readonly List<PlanStep> _open = [];

    /// <summary>True when no gate waits.</summary>
    public bool AreNone => _open.Count == 0;

    /// <summary>Opens a gate that was reached; its time limit counts from now, whoever works on the run later.</summary>
    public async Task OpenAsync(PlanStep step)
    {
        (string? message, Failure? failure) = leg.Parts.Ask(step, leg.State);
        if (failure is not null)
        {
            await leg.FailAsync(step, failure);
            return;
        }
        _open.Add(step);
        DateTimeOffset? until = leg.Parts.OperationOf(step)?.Gate?.TimeLimit is { } limit ? leg.Parts.Time.GetUtcNow() + limit : null;
        await leg.Recorder.RecordAsync(new GateOpened(step.Id, message, until), CancellationToken.None);
    }

    /// <summary>Goes on with a gate that an earlier engine opened.</summary>
    public void TakeUp(PlanStep step)
    {
        leg.Frontier.Take(step.Id);
        _open.Add(step);
    }

    /// <summary>Ends the gates whose time is over, each as its definition says.</summary>
    public async Task CloseOverdueAsync()
    {
        DateTimeOffset now = leg.Parts.Time.GetUtcNow();
        foreach (PlanStep step in _open.ToList())
            if (leg.State[step.Id].Gate?.Until <= now && leg.Parts.OperationOf(step)?.Gate is { } gate)
                await leg.Recorder.RecordAsync(GateRequests.Overdue(step.Id, gate), CancellationToken.None);
    }

    /// <summary>Forgets a gate that was answered or skipped.</summary>
    public void Drop(string step) => _open.RemoveAll(s => s.Id == step);
}
