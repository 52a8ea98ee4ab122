using BatchWorkflow.Engine.Planning;
using BatchWorkflow.Engine.State;

namespace BatchWorkflow.Engine.Running;

/// <summary>Hands a run's state to the planners of rollback and restart.</summary>
internal static class Rollbacks
{
    /// <summary>The plan that undoes what the run changed. Why nothing is undone is a warning of it.</summary>
    /// <exception cref="BatchWorkflowException">Run.NoSuchCheckpoint.</exception>
    public static Plan Plan(RunState state, RollbackOptions options, bool isAutomatic) => RollbackPlanner.Plan(new RollbackInput
    {
        Forward = state.Plan,
        History = History(state),
        IsAutomatic = isAutomatic,
        ToSequence = options.ToCheckpoint is { } number ? CheckpointOf(state, number) : null,
        Recreate = options.Recreate,
    });

    /// <summary>What became of each step.</summary>
    public static IReadOnlyCollection<StepHistory> History(RunState state) =>
        [.. state.Plan.Steps.Select(plan =>
        {
            StepState step = state[plan.Id];
            return new StepHistory(plan.Id, step.Status, step.Changed, step.Began, step.Former, step.EndedSequence) { Failed = step.FailedForward };
        })];

    private static long CheckpointOf(RunState state, int number)
    {
        BatchCheckpoint? found = state.Facts.Checkpoints.Find(c => c.Number == number);
        return found?.Sequence ?? throw new BatchWorkflowException("Run.NoSuchCheckpoint", $"Run {state.Facts.RunId} has no checkpoint {number}.")
        {
            RecommendedAction = state.Facts.Checkpoints.Count == 0
                ? "It has none at all: roll back without -ToCheckpoint."
                : $"Its checkpoints are {string.Join(", ", state.Facts.Checkpoints.Select(c => c.Number))}; Get-BatchStatus -Id {state.Facts.RunId} -Detailed shows them.",
        };
    }
}
