namespace BatchWorkflow.Engine.Planning;

/// <summary>
/// What a run deleted and an undo does not bring back takes with it what the run had done to it before: there is nothing left to undo that on.
/// </summary>
/// <param name="verdicts">The verdicts by step.</param>
/// <param name="history">What became of each step.</param>
internal sealed class UndoRemovals(Dictionary<string, UndoVerdict> verdicts, IReadOnlyDictionary<string, StepHistory> history)
{
    private readonly Dictionary<(string Server, string? Taskserv), PlanStep> _removals = [];

    /// <summary>Leaves alone what is gone. What the same run also made is as the run found it, so its deletion leaves nothing to tell.</summary>
    public void Leave(IReadOnlyList<PlanStep> steps)
    {
        for (int i = steps.Count - 1; i >= 0; i--)
            if (steps[i].Server is { } server)
                Leave(steps[i], server);
    }

    private void Leave(PlanStep step, string server)
    {
        UndoVerdict verdict = verdicts[step.Id];
        PlanStep? removal = _removals.GetValueOrDefault((server, step.Taskserv));
        if (verdict.Kind is UndoKind.Undo or UndoKind.GoesWithServer && (removal is not null || _removals.ContainsKey((server, null))))
        {
            verdicts[step.Id] = UndoVerdict.Leave;
            if (removal is not null && verdict.Action == StepAction.Delete && removal.Action != StepAction.Replace && verdicts[removal.Id].Kind == UndoKind.NotUndone)
                verdicts[removal.Id] = UndoVerdict.Leave;
        }
        if (verdict.Kind is UndoKind.Keep or UndoKind.NotUndone && Removes(step) && history[step.Id] is { Status: StepStatus.Succeeded })
            _removals[(server, step.Taskserv)] = step;
    }

    private bool Removes(PlanStep step) => (history[step.Id].Action ?? step.Action) is StepAction.Delete or StepAction.Replace;
}
