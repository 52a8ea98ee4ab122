using BatchWorkflow.Engine.State;

namespace BatchWorkflow.Engine.Running;

/// <summary>What failed steps do to a run: rollback over fail over continue.</summary>
internal static class FailurePolicy
{
    /// <summary>What the failed steps of a state ask for together; null when none failed.</summary>
    public static FailureAction? Decide(RunState state)
    {
        FailureAction? decided = null;
        foreach (PlanStep step in state.Plan.Steps)
            if (state[step.Id].Status == StepStatus.Failed)
                decided = Stronger(decided, ActionOf(state.Plan, step));
        return decided;
    }

    /// <summary>What a failure of one step asks for.</summary>
    public static FailureAction ActionOf(Plan plan, PlanStep step)
    {
        RollbackStrategy rollback = plan.Source.Workflow.RollbackStrategy;
        FailureAction action = plan.Options.OnFailure
            ?? plan.Source.Workflow.Operations.FirstOrDefault(o => o.Id == step.Operation)?.OnFailure
            ?? FailureAction.Rollback;
        return action == FailureAction.Rollback && !rollback.Enabled ? FailureAction.Fail : action;
    }

    /// <summary>The stronger of two.</summary>
    public static FailureAction Stronger(FailureAction? one, FailureAction other) =>
        one is { } first && Rank(first) >= Rank(other) ? first : other;

    private static int Rank(FailureAction action) => action switch
    {
        FailureAction.Rollback => 2,
        FailureAction.Fail => 1,
        _ => 0,
    };
}
