namespace BatchWorkflow.Engine.Planning;

/// <summary>
/// Steps that changed a thing after a step had which the plan orders behind them: a restart begins only what had failed again. That later step is
/// undone first and brings back what was there before both of them, so their own undo has nothing left to do.
/// </summary>
internal static class CoveredUndos
{
    /// <summary>Lets such undos do nothing.</summary>
    /// <param name="steps">The steps in the plan's order.</param>
    /// <param name="verdicts">The verdicts by step.</param>
    /// <param name="history">What became of each step.</param>
    public static void Cover(IReadOnlyList<PlanStep> steps, Dictionary<string, UndoVerdict> verdicts, IReadOnlyDictionary<string, StepHistory> history)
    {
        Dictionary<(string Server, string? Taskserv), (string Step, long ChangedAt)> first = [];
        for (int i = steps.Count - 1; i >= 0; i--)
        {
            PlanStep step = steps[i];
            if (step.Server is not { } server || verdicts[step.Id].Kind != UndoKind.Undo || history[step.Id].ChangedAt is not (> 0 and { } changedAt))
                continue;
            if (first.TryGetValue((server, step.Taskserv), out (string Step, long ChangedAt) earlier) && earlier.ChangedAt < changedAt)
                verdicts[step.Id] = new UndoVerdict(UndoKind.Undo, StepAction.Nothing, $"what it changed is undone with {earlier.Step}");
            else
                first[(server, step.Taskserv)] = (step.Id, changedAt);
        }
    }
}
