using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.State;
using BatchWorkflow.Engine.Storing;

namespace BatchWorkflow.Engine.Running;

/// <summary>Asks something of a run, whoever holds it, and returns when that is in its journal.</summary>
internal sealed class RunControl(EngineParts engine)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>A request of this process.</summary>
    public ControlRequest Request(ControlKind kind, string? reason) => new()
    {
        RequestId = engine.NewId(),
        Kind = kind,
        Origin = engine.Origin,
        Time = engine.Time.GetUtcNow(),
        Reason = reason,
    };

    /// <summary>Asks it.</summary>
    /// <returns>The event by which it was taken.</returns>
    /// <exception cref="BatchWorkflowException">It cannot be met; nothing was asked then, unless that came up only as it was taken.</exception>
    public async Task<ControlTaken> AskAsync(string id, ControlRequest request, CancellationToken cancellationToken)
    {
        RunState state = await RunHistory.ReadAsync(engine, new RunFolder(engine.Store, engine.StatePath, id), cancellationToken);
        Demand(ControlVerdict.Of(state, request, engine.Time.GetUtcNow()).Refusal);
        await new Inbox(engine.Store, id).PostAsync(request, cancellationToken);
        ControlTaken taken = await TakenAsync(id, request.RequestId, state.Facts.Sequence, cancellationToken);
        Demand(taken.Refusal);
        return taken;
    }

    private async Task<ControlTaken> TakenAsync(string id, string requestId, long seen, CancellationToken cancellationToken)
    {
        while (true)
        {
            JournalSnapshot news = await JournalReader.ReadAsync(engine.Store, id, seen, cancellationToken);
            if (news.Entries.Select(e => e.Event).OfType<ControlTaken>().FirstOrDefault(e => e.Request.RequestId == requestId) is { } taken)
                return taken;
            if (!await engine.IsHeldAsync(id, cancellationToken) && await TakeItselfAsync(id, cancellationToken))
                continue;
            await Task.Delay(Pause, engine.Time, cancellationToken);
        }
    }

    /// <summary>Nobody alive holds the run: writes the events in the holder's place. False when somebody else has it, or took it meanwhile.</summary>
    private async Task<bool> TakeItselfAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await using HeldRun held = await HeldRun.TakeAsync(engine, id, HolderTook.ForAControl, cancellationToken);
            await RecordAsync(held, id, cancellationToken);
            return true;
        }
        catch (BatchWorkflowException e) when (e.ErrorId is LeaseHeldException.ErrorId or HeldRun.TakenOverId)
        {
            return false;
        }
        catch (LeaseLostException)
        {
            return false;
        }
    }

    private async Task RecordAsync(HeldRun held, string id, CancellationToken cancellationToken)
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

    /// <summary>Refuses what cannot be met.</summary>
    public static void Demand(ControlRefusal? refusal)
    {
        if (refusal is not null)
            throw new BatchWorkflowException(refusal.ErrorId, refusal.Message) { RecommendedAction = refusal.Action };
    }
}
