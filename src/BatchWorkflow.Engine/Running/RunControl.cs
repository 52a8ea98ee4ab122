using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.State;
using BatchWorkflow.Engine.Storing;

namespace BatchWorkflow.Engine.Running;

/// <summary>Asks something of a run, whoever holds it, and returns when that is in its journal.</summary>
internal sealed class RunControl(EngineParts engine)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Suspends or stops a run, or takes that back.</summary>
    public async Task AskAsync(string id, ControlKind kind, string? reason, CancellationToken cancellationToken)
    {
        RunFolder folder = new(engine.Store, engine.StatePath, id);
        RunState state = await RunHistory.ReadAsync(engine, folder, cancellationToken);
        Refuse(state.Facts, kind);
        ControlRequest request = new()
        {
            RequestId = Guid.NewGuid().ToString("n"),
            Kind = kind,
            Origin = engine.Origin,
            Time = engine.Time.GetUtcNow(),
            Reason = reason,
        };
        await new Inbox(engine.Store, id).PostAsync(request, cancellationToken);
        long seen = state.Facts.Sequence;
        while (true)
        {
            JournalSnapshot news = await JournalReader.ReadAsync(engine.Store, id, seen, cancellationToken);
            if (news.Entries.Any(e => e.Event is ControlTaken taken && taken.Request.RequestId == request.RequestId))
                return;
            if (!await engine.IsHeldAsync(id, cancellationToken) && await TakeItselfAsync(id, cancellationToken))
                continue;
            await Task.Delay(Pause, engine.Time, cancellationToken);
        }
    }

    /// <summary>Nobody alive holds the run: writes the events in the holder's place. False when somebody was quicker.</summary>
    private async Task<bool> TakeItselfAsync(string id, CancellationToken cancellationToken)
    {
        HeldRun held;
        try
        {
            held = await HeldRun.TakeAsync(engine, id, "control", cancellationToken);
        }
        catch (BatchWorkflowException e) when (e.ErrorId == LeaseHeldException.ErrorId)
        {
            return false;
        }
        await using (held)
        {
            RunRecorder recorder = new(held.State, held.Journal);
            await new Controls(new Inbox(engine.Store, id), engine.Time).TakeNowAsync(recorder);
            RunStatus? end = held.State.Facts.Status switch
            {
                RunStatus.Suspending => RunStatus.Suspended,
                RunStatus.Stopping => RunStatus.Stopped,
                _ => null,
            };
            if (end is { } status)
                await recorder.RecordAsync(new StatusChanged(status, held.State.Facts.Reason, held.State.Facts.GoalMissed), Durability.Flushed, cancellationToken);
            await RunKeeper.SummarizeAsync(recorder, held, engine, RunHold.LetGo);
        }
        return true;
    }

    private static void Refuse(RunFacts facts, ControlKind kind)
    {
        bool isOver = facts.Status is RunStatus.Succeeded or RunStatus.Failed or RunStatus.RolledBack or RunStatus.RollbackFailed or RunStatus.Stopped;
        bool already = kind == ControlKind.Suspend && facts.Status == RunStatus.Suspended;
        if (!isOver && !already)
            return;
        throw new BatchWorkflowException("Run.NotRunning", $"Run {facts.RunId} is {facts.Status}: there is nothing to {Word(kind)}.");
    }

    private static string Word(ControlKind kind) => kind switch
    {
        ControlKind.Suspend => "suspend",
        ControlKind.Stop => "stop",
        _ => "resume",
    };
}
