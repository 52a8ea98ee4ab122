using BatchWorkflow.Engine.Planning;

namespace BatchWorkflow.Engine.Journal.Auditing;

/// <summary>Tells a journal as who did what, when, from where and why.</summary>
internal sealed class AuditTrail(string runId)
{
    private RunOrigin holder = new();

    /// <summary>The entries of events in order; what only describes a step under way is told when all are wanted.</summary>
    public IEnumerable<BatchAuditEntry> Tell(IEnumerable<JournalEntry> journal, bool all)
    {
        foreach (JournalEntry entry in journal)
        {
            if (entry.Event is HolderTook took)
                holder = took.Holder;
            if (Tell(entry, all) is { } told)
                yield return told;
        }
    }

    private BatchAuditEntry? Tell(JournalEntry entry, bool all) => entry.Event switch
    {
        RunSubmitted e => Make(entry, "Submitted", null, $"{e.Workflow} on {e.Infrastructure}, plan {e.PlanHash[..12]}") with { By = e.Origin },
        HolderTook e => Make(entry, "TookOver", null, $"to {e.Cause}, as holder {e.Token}"),
        ControlTaken e => Make(entry, $"{e.Request.Kind}", e.Request.Operation ?? (e.Ends is [var end, ..] ? end.Step : null), Outcome(e)) with { By = e.Request.Origin, Reason = e.Request.Reason },
        StatusChanged e => Make(entry, "Status", null, $"{e.Status}") with { Reason = e.Reason },
        RollbackPlanned e => Make(entry, "Rollback", null, $"{Phrases.Counted(e.Undo.Steps.Count, "step")} {(e.Undo.Steps.Count == 1 ? "is" : "are")} undone, {e.Undo.NotUndone.Count} cannot be{(e.ToCheckpoint is { } number ? $", to checkpoint {number}" : "")}"),
        StepsReset e => Make(entry, "Restart", null, string.Join(", ", e.Steps)) with { Reason = e.Cause },
        DefinitionsTaken e => Make(entry, "TookCurrent", null, $"{Phrases.Counted(e.Changes.Count, "difference")}, {Phrases.BeginAnew(e.Anew.Count)}, plan {e.PlanHash[..12]}") with { Reason = e.Cause },
        AttemptEnded { Changed: true } e => Make(entry, "Changed", e.Step, $"attempt {e.Attempt} {e.Result}") with { Reason = e.Failure?.Message ?? e.Reason },
        StepEnded e => Make(entry, $"{e.Status}", e.Step, "") with { Reason = e.Reason },
        CheckpointReached e => Make(entry, "Checkpoint", null, $"{e.Number}: {e.Name}"),
        AttemptStarted e when all => Make(entry, e.Undo ? "Undoing" : "Started", e.Step, $"attempt {e.Attempt}"),
        AttemptEnded e when all => Make(entry, "Ended", e.Step, $"attempt {e.Attempt} {e.Result}") with { Reason = e.Failure?.Message ?? e.Reason },
        ServerReached e when all => Make(entry, "Reached", e.Server, "what it tells of itself"),
        FormerFound e when all => Make(entry, "Found", e.Step, "what was there before"),
        GateOpened e => Make(entry, "Opened", e.Step, e.Message ?? ""),
        StepWaiting e when all => Make(entry, "Waiting", e.Step, e.For),
        RetryScheduled e when all => Make(entry, "Retry", e.Step, $"attempt {e.Attempt} at {e.At.UtcDateTime:yyyy-MM-dd HH:mm:ss}"),
        Warned e when all || e.Missed is not null => Make(entry, "Warned", e.Step, e.Message),
        _ when all => Make(entry, entry.Event.GetType().Name, null, ""),
        _ => null,
    };

    private static string Outcome(ControlTaken e) => e switch
    {
        { Refusal: { } refusal } => $"refused: {refusal.Message}",
        { Status: { } status } => $"the run is {status}",
        { Ends: [{ Outputs: { Count: > 0 } answers }, ..] } => string.Join(", ", answers.Select(a => $"{a.Key} = {a.Value}")),
        { Ends: { Count: > 0 } ends } => $"{string.Join(", ", ends.Select(end => end.Step))} {(ends.Count == 1 ? "is" : "are")} {ends[0].Status}",
        _ => "it changed nothing",
    };

    private BatchAuditEntry Make(JournalEntry entry, string action, string? target, string detail) =>
        new() { RunId = runId, Sequence = entry.Sequence, Time = entry.Time, Action = action, Target = target, Detail = detail, By = holder };
}
