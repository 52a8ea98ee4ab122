namespace BatchWorkflow.Engine.Planning;

/// <summary>How each single step of a run is undone, before it is asked what stands on what.</summary>
internal sealed class UndoRules(RollbackInput input)
{
    private readonly Dictionary<PlanSource, Dictionary<string, OperationDefinition>> _operations = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, PlanSource> _doneBy = input.History.Where(h => h.DoneBy is not null)
        .ToDictionary(h => h.Step, h => h.DoneBy!, StringComparer.Ordinal);

    /// <summary>What is done about a step.</summary>
    public UndoVerdict Judge(PlanStep step, StepHistory? history, IReadOnlySet<string> kept)
    {
        if (history is not { MayHaveChanged: true } || step.Action is StepAction.Check or StepAction.Wait)
            return UndoVerdict.Leave;
        if (kept.Contains(step.Operation) || (history.EndedSequence > 0 && history.EndedSequence <= input.ToSequence))
            return UndoVerdict.Keep;
        if (history.DoneBefore > 0 && history.DoneBefore <= input.ToSequence)
            return UndoVerdict.NotUndone("it was done before the checkpoint and changed again after it, by definitions that were read anew");
        if (step.Irreversible)
            return UndoVerdict.NotUndone($"operation {step.Operation} is irreversible");
        if (IsDelete(step))
            return Deleted(step, history);
        bool hasFormer = history.Former is { IsNone: false };
        StepAction action = history.Action ?? (hasFormer && step.Action != StepAction.Replace ? StepAction.Update : step.Action);
        if (action == StepAction.Replace)
            return Replaced(history);
        if (action == StepAction.Create)
            return Created(step);
        if (hasFormer)
            return new UndoVerdict(UndoKind.Undo, StepAction.Update, "this run changed it; it becomes what it was before");
        return history is { Status: StepStatus.Failed or StepStatus.Cancelled, Changed: false }
            ? UndoVerdict.Leave
            : UndoVerdict.NotUndone("what it was before this run is not known");
    }

    /// <summary>True when a crash may make the undoing run twice.</summary>
    public bool MayRunTwice(PlanStep step, StepAction undo) =>
        step.Kind == StepKind.Taskserv && undo != StepAction.Nothing
        && Definition(step) is { } taskserv && !TaskservScripts.HasCheck(taskserv)
        && Operation(step)?.Repeatable != false;

    private bool IsDelete(PlanStep step) => step.Action == StepAction.Delete
        || (step.Action == StepAction.Nothing && Operation(step)?.Type == OperationType.Delete);

    private UndoVerdict Deleted(PlanStep step, StepHistory history) => step.IsAdopted
        ? new UndoVerdict(UndoKind.Undo, StepAction.Create, "this run forgot it; its machine is taken over again")
        : input.Recreate
        ? new UndoVerdict(UndoKind.Undo, StepAction.Create, "this run deleted it; it is made again, without its data")
        : UndoVerdict.NotUndone(history.Status == StepStatus.Succeeded
            ? "it was deleted; -Recreate makes it again, without its data"
            : "its deletion had begun; -Recreate makes it again, without its data");

    private UndoVerdict Replaced(StepHistory history)
    {
        if (history.Former?.Resource is null)
            return UndoVerdict.NotUndone("it was being replaced, and what it was before is not known");
        return input.Recreate
            ? new UndoVerdict(UndoKind.Undo, StepAction.Replace, "this run replaced it; it is made as it was before, without its data")
            : UndoVerdict.NotUndone("it was replaced; -Recreate makes it as it was before, without its data");
    }

    private UndoVerdict Created(PlanStep step) => step.Kind == StepKind.Taskserv && !HasDelete(step)
        ? new UndoVerdict(UndoKind.GoesWithServer, StepAction.Delete, "it has no delete script; it goes with its server")
        : new UndoVerdict(UndoKind.Undo, StepAction.Delete, step.IsAdopted ? "this run took it over; its machine stays" : "this run created it");

    private bool HasDelete(PlanStep step) =>
        Definition(step) is { } taskserv && TaskservScripts.For(taskserv, StepAction.Delete) is not null;

    private TaskservDefinition? Definition(PlanStep step) => SourceOf(step).Taskservs.GetValueOrDefault(step.Taskserv ?? "");

    private OperationDefinition? Operation(PlanStep step)
    {
        PlanSource source = SourceOf(step);
        if (!_operations.TryGetValue(source, out Dictionary<string, OperationDefinition>? operations))
            _operations[source] = operations = source.Workflow.Operations.DistinctBy(o => o.Id).ToDictionary(o => o.Id, StringComparer.Ordinal);
        return operations.GetValueOrDefault(step.Operation);
    }

    /// <summary>The definitions that the step was done by.</summary>
    private PlanSource SourceOf(PlanStep step) => _doneBy.GetValueOrDefault(step.Id) ?? input.Forward.Source;
}
