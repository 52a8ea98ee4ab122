namespace BatchWorkflow.Engine.Planning;

/// <summary>Makes the plan that undoes what a run changed. Pure. Its steps have the ids of the steps that they undo.</summary>
internal static class RollbackPlanner
{
    /// <summary>
    /// The plan of the rollback; what cannot be undone is listed in it, and why nothing at all is undone is a warning of it.
    /// </summary>
    public static Plan Plan(RollbackInput input)
    {
        if (WhyNothing(input) is { } why)
            return Empty(input.Forward, why);
        UndoRules rules = new(input);
        UndoVerdicts verdicts = new(input, rules);
        UndoGraph graph = new(input.Forward.Steps, s => verdicts[s].Kind == UndoKind.Undo);
        Dictionary<string, PlanStep> deletedServers = verdicts.DeletedServers();
        List<PlanStep> undone = [];
        List<PlanStep> going = [];
        List<NotUndone> notUndone = [];
        foreach (PlanStep step in input.Forward.Steps.Reverse())
        {
            UndoVerdict verdict = verdicts[step];
            if (verdict.Kind == UndoKind.NotUndone)
                notUndone.Add(new NotUndone(step.Id, verdict.Reason));
            else if (verdict.Kind == UndoKind.GoesWithServer)
                going.Add(GoWith(deletedServers[step.Server!], Undo(step, verdict, [], rules)));
            else if (verdict.Kind == UndoKind.Undo)
                undone.Add(Undo(step, verdict, graph.WaitsOf(step.Id), rules));
        }
        LongestChain chain = new([.. undone, .. going]);
        return input.Forward with
        {
            Steps = chain.Steps,
            CriticalPath = chain.Path,
            NotUndone = notUndone,
            Warnings = [],
        };
    }

    private static PlanStep Undo(PlanStep step, UndoVerdict verdict, IReadOnlyList<StepDependency> waits, UndoRules rules) => step with
    {
        Action = verdict.Action,
        Reason = verdict.Reason,
        Exact = true,
        Estimate = null,
        DependsOn = waits,
        MayRunTwice = rules.MayRunTwice(step, verdict.Action),
        Irreversible = false,
        Differences = [],
    };

    /// <summary>It counts to the server's operation: what waits for its own must not wait for the server.</summary>
    private static PlanStep GoWith(PlanStep server, PlanStep step) =>
        step with { Operation = server.Operation, DependsOn = [new StepDependency { On = server.Id }] };

    /// <summary>Why the strategy undoes nothing, or null. What a person asks for is no matter of the strategy.</summary>
    private static string? WhyNothing(RollbackInput input)
    {
        if (!input.IsAutomatic)
            return null;
        RollbackStrategy strategy = input.Forward.Source.Workflow.RollbackStrategy;
        if (!strategy.Enabled)
            return "Nothing is undone: rollback_strategy.enabled is false.";
        if (strategy.OnPartialFailure)
            return null;
        Dictionary<string, StepHistory> history = input.History.ToDictionary(h => h.Step, StringComparer.Ordinal);
        foreach (IGrouping<string, PlanStep> operation in input.Forward.Steps.GroupBy(s => s.Operation, StringComparer.Ordinal))
        {
            List<StepHistory> steps = [.. operation.Select(s => history.GetValueOrDefault(s.Id)).OfType<StepHistory>()];
            if (steps.Exists(s => s.Failed || s.Status == StepStatus.Failed) && steps.Exists(s => s.Status == StepStatus.Succeeded))
                return $"Nothing is undone: operation {operation.Key} failed in part, and rollback_strategy.on_partial_failure is false.";
        }
        return null;
    }

    private static Plan Empty(Plan forward, string why) => forward with
    {
        Steps = [],
        CriticalPath = [],
        NotUndone = [],
        Warnings =
        [
            new Problem
            {
                Code = "Rollback.Nothing",
                Message = why,
                Location = forward.Source.Workflow.Source.Find("rollback_strategy"),
                IsWarning = true,
            },
        ],
    };
}
