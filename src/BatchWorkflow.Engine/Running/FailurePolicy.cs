using BatchWorkflow.Engine.State;

namespace BatchWorkflow.Engine.Running;

/// <summary>What failed steps do to a run, the weakest first: where several failed, the strongest counts.</summary>
internal enum FailureVerdict
{
    /// <summary>The rest goes on.</summary>
    Continue,

    /// <summary>Nothing new starts.</summary>
    Fail,

    /// <summary>Nothing new starts, then the run is undone.</summary>
    Rollback,

    /// <summary>Nothing new starts and nothing is undone: the run's own state is at fault, and an undo would build on it.</summary>
    Halt,
}

/// <summary>Decides what failed steps do to a run.</summary>
internal static class FailurePolicy
{
    /// <summary>What the failed steps of a state ask for together; null when none failed.</summary>
    public static FailureVerdict? Decide(RunState state)
    {
        FailureVerdict? decided = null;
        foreach (PlanStep step in state.Plan.Steps)
            if (state[step.Id].Status == StepStatus.Failed)
                decided = Stronger(decided, Of(state, step));
        return decided;
    }

    /// <summary>What the failure of one step asks for.</summary>
    public static FailureVerdict Of(RunState state, PlanStep step)
    {
        if (state[step.Id].Failure is { OfState: true })
            return FailureVerdict.Halt;
        WorkflowDefinition workflow = state.Plan.Source.Workflow;
        FailureAction action = state.Plan.Options.OnFailure
            ?? workflow.Operations.FirstOrDefault(o => o.Id == step.Operation)?.OnFailure
            ?? FailureAction.Rollback;
        return action switch
        {
            FailureAction.Continue => FailureVerdict.Continue,
            FailureAction.Rollback when workflow.RollbackStrategy.Enabled => FailureVerdict.Rollback,
            _ => FailureVerdict.Fail,
        };
    }

    /// <summary>The stronger of two.</summary>
    public static FailureVerdict Stronger(FailureVerdict? one, FailureVerdict other) => one > other ? one.Value : other;
}
