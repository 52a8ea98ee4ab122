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
    }) with { Undoes = state.Facts.RunId };

    /// <summary>The plan as a person asks for it.</summary>
    /// <exception cref="BatchWorkflowException">Run.NothingToUndo: the run is over and no step of it is left to undo; Run.NoSuchCheckpoint.</exception>
    public static Plan Demand(RunState state, RollbackOptions options)
    {
        Plan plan = Plan(state, options, isAutomatic: false);
        bool isOpen = state.Facts.Ended is null || state.Plan.Steps.Any(s => state[s.Id].InFlight);
        if (plan.Steps.Count > 0 || isOpen)
            return plan;
        string run = $"Run {state.Facts.RunId} is {state.Facts.Status}";
        string left = string.Join("; ", plan.NotUndone.Select(one => $"{one.Step}: {one.Reason}"));
        throw new BatchWorkflowException("Run.NothingToUndo", plan switch
        {
            { Warnings: [var why, ..] } => why.Message,
            { NotUndone.Count: > 0 } => $"{run}, and nothing that is left of it can be undone. {left}.",
            _ when options.ToCheckpoint is { } number => $"{run}, and nothing that it changed after checkpoint {number} is left to undo.",
            _ => $"{run}, and nothing that it changed is left to undo.",
        });
    }

    /// <summary>True when there is nothing that could be undone, and nothing that has to be told as not undone.</summary>
    public static bool IsNothing(Plan undo) => undo.Steps.Count == 0 && undo.NotUndone.Count == 0;

    /// <summary>What became of each step.</summary>
    public static IReadOnlyCollection<StepHistory> History(RunState state) =>
        [.. state.Plan.Steps.Select(plan =>
        {
            StepState step = state[plan.Id];
            bool isAsItWas = step is { DoneBefore: > 0, Redone: false };
            return new StepHistory(plan.Id, step.Seen, step.Changed, step.Began, step.Former, isAsItWas ? step.DoneBefore : step.EndedSequence)
            {
                Failed = step.FailedForward,
                Action = step.Action,
                TriedBy = state.Plans[step.TriedBy].Source,
                DoneBy = state.DoneBy(plan.Id),
                DoneBefore = isAsItWas ? 0 : step.DoneBefore,
                Gone = step.Gone,
                ChangedAt = step.ChangedAt,
                Tried = step.ForwardAttempts > 0,
                IsUnknown = step.Unknown is not null,
            };
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
