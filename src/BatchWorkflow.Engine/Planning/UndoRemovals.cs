namespace BatchWorkflow.Engine.Planning;

/// <summary>
/// What a run deleted and an undo does not bring back takes with it what the run had done to it before: there is nothing left to undo that on.
/// A machine that was only forgotten keeps it, out of reach, which is told.
/// </summary>
/// <param name="verdicts">The verdicts by step.</param>
/// <param name="history">What became of each step.</param>
internal sealed class UndoRemovals(Dictionary<string, UndoVerdict> verdicts, IReadOnlyDictionary<string, StepHistory> history)
{
    private readonly Dictionary<(string Server, string? Taskserv), PlanStep> _removals = [];

    /// <summary>
    /// Leaves alone what is gone. What the same run also made is as the run found it, so its deletion leaves nothing to tell. True when there was
    /// such a thing.
    /// </summary>
    public bool Leave(IReadOnlyList<PlanStep> steps)
    {
        bool any = false;
        for (int i = steps.Count - 1; i >= 0; i--)
            if (steps[i].Server is { } server)
                any |= Leave(steps[i], server);
        return any;
    }

    private bool Leave(PlanStep step, string server)
    {
        UndoVerdict verdict = verdicts[step.Id];
        PlanStep? removal = After(step, (server, step.Taskserv)), ofServer = After(step, (server, null));
        bool isGone = verdict.Kind is UndoKind.Undo or UndoKind.GoesWithServer && (removal ?? ofServer) is not null;
        if (isGone)
        {
            verdicts[step.Id] = removal is null && ofServer!.IsAdopted
                ? UndoVerdict.NotUndone($"{ofServer.Id} forgot its server, whose machine keeps it")
                : UndoVerdict.Leave;
            if (removal is not null && verdict.Action == StepAction.Delete && removal.Action != StepAction.Replace && verdicts[removal.Id].Kind == UndoKind.NotUndone)
                verdicts[removal.Id] = UndoVerdict.Leave;
        }
        if (verdict.Kind is UndoKind.Keep or UndoKind.NotUndone && Removes(step) && history[step.Id] is { Status: StepStatus.Succeeded })
            _removals[(server, step.Taskserv)] = step;
        return isGone;
    }

    /// <summary>The step that took a thing away after another was done with it: a resumed step may have come after what the plan orders behind it.</summary>
    private PlanStep? After(PlanStep step, (string Server, string? Taskserv) thing) =>
        _removals.GetValueOrDefault(thing) is { } removal && history[removal.Id].EndedSequence > history[step.Id].EndedSequence ? removal : null;

    private bool Removes(PlanStep step) => (history[step.Id].Action ?? step.Action) is StepAction.Delete or StepAction.Replace;
}
