using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Monitoring;
using BatchWorkflow.Engine.Planning;
using BatchWorkflow.Engine.State;
using BatchWorkflow.Engine.Views;
using System.Globalization;

namespace BatchWorkflow.Engine.Running;

/// <summary>Tells in the log what each event means, in words.</summary>
internal sealed class RunNarrator(RunState state, RunLog log)
{
    private readonly Dictionary<string, PlanStep> _steps = state.Plan.Steps.ToDictionary(s => s.Id, StringComparer.Ordinal);

    /// <summary>Writes the event's line.</summary>
    public void Tell(JournalEntry entry)
    {
        switch (entry.Event)
        {
            case RunSubmitted e:
                log.Write(LogLevel.Info, $"run {e.RunId} of {e.Workflow} submitted by {e.Origin.User}@{e.Origin.Host}");
                break;
            case HolderTook e:
                TellHolder(e);
                break;
            case StatusChanged e:
                log.Write(LevelOf(e), e.Reason is null ? $"run {e.Status}" : $"run {e.Status}: {e.Reason}");
                break;
            case CheckpointReached e:
                log.Write(LogLevel.Info, $"checkpoint {e.Number}: {e.Name}");
                break;
            case ControlTaken e:
                TellControl(e);
                break;
            case Warned e:
                log.Write(LogLevel.Warn, e.Message, PlaceOf(e.Step));
                break;
            case StepsReset e:
                log.Write(LogLevel.Info, $"{Phrases.BeginAnew(e.Steps.Count)} ({e.Cause})");
                break;
            case DefinitionsTaken e:
                TellTaken(e);
                break;
            case RollbackPlanned e:
                log.Write(LogLevel.Warn, e.Undo is { Steps: [], NotUndone: [] } ? "nothing has to be undone" : $"undoing {Phrases.Counted(e.Undo.Steps.Count, "step")}; {e.Undo.NotUndone.Count} cannot be undone");
                foreach (NotUndone left in e.Undo.NotUndone)
                    log.Write(LogLevel.Warn, $"not undone: {left.Reason}", PlaceOf(left.Step));
                break;
            default:
                TellOfStep(entry.Event);
                break;
        }
    }

    // A log that begins with a resumption must say of what run it is, too.
    private void TellHolder(HolderTook e)
    {
        if (e.Cause != "submit")
            log.Write(LogLevel.Info, $"run {state.Facts.RunId} of {state.Facts.Workflow} taken up by {e.Holder.User}@{e.Holder.Host}: {e.Cause}");
        log.Write(LogLevel.Debug, $"process {e.Holder.Process} on {e.Holder.Host} works on the run ({e.Cause})");
    }

    private void TellTaken(DefinitionsTaken e)
    {
        log.Write(LogLevel.Info, $"the run goes on by today's files: {Phrases.Counted(e.Changes.Count, "difference")}, {Phrases.BeginAnew(e.Anew.Count)}");
        foreach (BatchChange change in e.Changes)
            log.Write(LogLevel.Info, ChangesText.Line(change), PlaceOf(change.Subject));
    }

    private void TellControl(ControlTaken e)
    {
        log.Write(LogLevel.Info, $"{(e.Status is null ? $"{e.Request.Kind}" : $"run {e.Status}:")} {e.Request.Why}");
        if (e.Refusal is { } refusal)
            log.Write(LogLevel.Warn, $"{e.Request.Kind} refused: {refusal.Message}");
        foreach (StepEnded end in e.Ends ?? [])
            TellOfStep(end);
    }

    private void TellOfStep(RunEvent what)
    {
        switch (what)
        {
            case GateOpened e:
                log.Write(LogLevel.Warn, $"waiting for an answer{(e.Until is { } until ? $" until {Durations.Text(until)}" : "")}{Because(e.Message)}", PlaceOf(e.Step));
                log.Write(LogLevel.Info, $"Approve-BatchGate or Deny-BatchGate {state.Facts.RunId} {PlaceOf(e.Step).Operation} answers it", PlaceOf(e.Step));
                break;
            case StepWaiting e:
                log.Write(LogLevel.Info, $"waiting for {e.For}", PlaceOf(e.Step));
                break;
            case AttemptStarted e:
                log.Write(LogLevel.Info, $"{(e.Undo ? "undo started" : "started")}, attempt {e.Attempt}", PlaceOf(e.Step));
                break;
            case AttemptEnded e:
                log.Write(e.Failure is null ? LogLevel.Info : LogLevel.Error, Words(e), PlaceOf(e.Step));
                break;
            case RetryScheduled e:
                log.Write(LogLevel.Warn, $"attempt {e.Attempt} is due at {e.At.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture)} UTC", PlaceOf(e.Step));
                break;
            case StepEnded e:
                log.Write(LevelOf(e), $"{e.Status}{Because(e.Reason ?? e.Failure?.Message)}", PlaceOf(e.Step));
                break;
            default:
                break;
        }
    }

    private string Words(AttemptEnded e)
    {
        StepState step = state[e.Step];
        string took = step is { AttemptStarted: { } began, AttemptEnded: { } ended }
            ? $" after {(ended - began).TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s" : "";
        return e.Result switch
        {
            AttemptResult.Succeeded when step.Undo => $"undone{took}",
            AttemptResult.Succeeded => $"{(step.Changed ? "changed" : "unchanged")}{took}{Because(e.Reason)}",
            AttemptResult.Failed => $"attempt {e.Attempt} failed{took}: {e.Failure?.Kind}: {e.Failure?.Message}",
            AttemptResult.Lost => $"attempt {e.Attempt} was lost in a crash; it is repeated and does not count",
            _ => $"attempt {e.Attempt} was ended{took}",
        };
    }

    private LogPlace PlaceOf(string? step) => step is not null && _steps.TryGetValue(step, out PlanStep? plan)
        ? LogPlace.Of(plan, state[step].Attempts is var n and > 0 ? n : null)
        : LogPlace.Run;

    private static string Because(string? reason) => string.IsNullOrEmpty(reason) ? "" : $": {reason}";

    private static LogLevel LevelOf(StepEnded e) =>
        e.Failure is not null ? LogLevel.Error : e.Status is StepStatus.Skipped or StepStatus.Succeeded ? LogLevel.Info : LogLevel.Warn;

    private static LogLevel LevelOf(StatusChanged e) => e.Status switch
    {
        RunStatus.Failed or RunStatus.RollbackFailed => LogLevel.Error,
        RunStatus.RollingBack or RunStatus.RolledBack or RunStatus.Stopped => LogLevel.Warn,
        _ => LogLevel.Info,
    };
}
