using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.State;

namespace BatchWorkflow.Engine.Running;

/// <summary>One leg of a run's course, forward or back, as the parts of its loop share it.</summary>
internal sealed class Leg
{
    /// <summary>The leg over the graph that the state says is the present one.</summary>
    public Leg(RunRecorder recorder, RunParts parts)
    {
        (Recorder, Parts) = (recorder, parts);
        Graph = recorder.State.Current;
        IsUndo = recorder.State.Facts.Undo is not null;
        Frontier = new Frontier(Graph, id => State[id].Status);
        Capacity = new Capacity(parts.Source, parts.LimitsOf);
        InFlight = new InFlight(parts, State);
    }

    /// <summary>Writes events.</summary>
    public RunRecorder Recorder { get; }

    /// <summary>What the loop works with.</summary>
    public RunParts Parts { get; }

    /// <summary>The steps to go through.</summary>
    public Plan Graph { get; }

    /// <summary>True on the way back.</summary>
    public bool IsUndo { get; }

    /// <summary>Which steps may start.</summary>
    public Frontier Frontier { get; }

    /// <summary>What may run at once.</summary>
    public Capacity Capacity { get; }

    /// <summary>The attempts that run.</summary>
    public InFlight InFlight { get; }

    /// <summary>The run's state.</summary>
    public RunState State => Recorder.State;

    /// <summary>Says what a step waits for, once.</summary>
    public async Task SayWaitingAsync(PlanStep step, string what)
    {
        StepState state = State[step.Id];
        if (!state.HasEnded && state.WaitingFor != what)
            await Recorder.RecordAsync(new StepWaiting(step.Id, what), CancellationToken.None);
    }

    /// <summary>Ends a step as failed.</summary>
    public ValueTask FailAsync(PlanStep step, Failure failure) => Recorder.RecordAsync(
        new StepEnded(step.Id, IsUndo ? StepStatus.RevertFailed : StepStatus.Failed, null, failure), CancellationToken.None);

    /// <summary>Marks a point to which the run can be rolled back.</summary>
    public ValueTask CheckpointAsync(string name) =>
        Recorder.RecordAsync(new CheckpointReached(State.Facts.Checkpoints.Count + 1, name), Durability.Flushed, CancellationToken.None);
}
