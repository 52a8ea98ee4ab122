using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Planning;
using BatchWorkflow.Engine.State;
using BatchWorkflow.Engine.Storing;

namespace BatchWorkflow.Engine.Running;

/// <summary>A run whose lease this process has: its journal is open for writing and its state is folded.</summary>
internal sealed class HeldRun(RunFolder folder, Lease lease, JournalWriter journal, RunState state) : IAsyncDisposable
{
    /// <summary>The id by which hosts know that another process has a run now.</summary>
    public const string TakenOverId = "Run.TakenOver";

    private readonly List<JournalEntry> _taken = [];

    /// <summary>What it keeps.</summary>
    public RunFolder Folder => folder;

    /// <summary>The right to work on it.</summary>
    public Lease Lease => lease;

    /// <summary>Its journal.</summary>
    public JournalWriter Journal => journal;

    /// <summary>Its state.</summary>
    public RunState State => state;

    /// <summary>What was recorded as it was taken, for the log that is opened later.</summary>
    public IReadOnlyList<JournalEntry> Taken => _taken;

    /// <summary>Makes a new run for a plan, with its own copies of every file that it uses.</summary>
    /// <exception cref="AlreadySubmittedException">Another run was submitted under the key first.</exception>
    public static async Task<HeldRun> CreateAsync(EngineParts engine, Plan plan, string? idempotencyKey, CancellationToken cancellationToken)
    {
        string? wasOpen = StateTrust.Demand(engine.StatePath);
        (RunFolder folder, Lease lease) = await RunFolder.CreateAsync(
            engine.Options.Random, engine.Store, engine.StatePath, engine.Origin, engine.Terms, engine.Time, cancellationToken);
        try
        {
            return await CreateAsync(engine, folder, lease, plan, idempotencyKey, wasOpen, cancellationToken);
        }
        catch (LeaseLostException e)
        {
            await lease.DisposeAsync();
            throw new BatchWorkflowException(TakenOverId, $"This process was held up while it submitted run {folder.Id}, and another took it for dead.", e)
            {
                RecommendedAction = $"Get-BatchStatus -Id {folder.Id} shows whether the run is there; if it is not, submit again.",
            };
        }
        catch
        {
            await lease.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes over a run that nobody alive has.</summary>
    /// <exception cref="BatchWorkflowException">Run.Held when somebody has it; Run.TakenOver when somebody takes it meanwhile.</exception>
    public static async Task<HeldRun> TakeAsync(EngineParts engine, string id, string cause, CancellationToken cancellationToken)
    {
        string? wasOpen = StateTrust.Demand(engine.StatePath);
        RunFolder folder = new(engine.Store, engine.StatePath, id);
        Lease lease = await AcquireAsync(engine, folder, cancellationToken);
        try
        {
            JournalWriter journal = await OpenJournalAsync(engine, folder, lease, cancellationToken);
            (RunState state, LostEvents? lost) = await RunHistory.ReadWholeAsync(engine, folder, cancellationToken);
            HeldRun run = new(folder, lease, journal, state);
            RunRecorder recorder = run.Recorder();
            await recorder.RecordAsync(new HolderTook(engine.Origin, lease.Token, cause), cancellationToken);
            if (wasOpen is not null)
                await recorder.RecordAsync(new Warned(wasOpen), cancellationToken);
            if (lost is not null)
                await recorder.RecordAsync(lost.ToWarning(), Durability.Flushed, cancellationToken);
            if (journal.Torn > 0)
                await recorder.RecordAsync(new Warned($"The journal's last line was torn and has been cut off ({journal.Torn} bytes): the event in it was not acknowledged to anybody."), cancellationToken);
            return run;
        }
        catch (JournalCorruptException e)
        {
            await lease.DisposeAsync();
            throw RunHistory.Unreadable(id, e);
        }
        catch (LeaseLostException e)
        {
            BatchWorkflowException why = await ExplainAsync(id, lease, e);
            await lease.DisposeAsync();
            throw why;
        }
        catch
        {
            await lease.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes the run go on by other definitions, with its own copies of their files. Before the event there is nothing but files that nobody reads.</summary>
    public async Task TakeOverAsync(EngineParts engine, Takeover takeover, string cause, CancellationToken cancellationToken)
    {
        await KeepFilesAsync(engine, takeover.Plan, cancellationToken);
        string hash = await Folder.WriteLaterPlanAsync(takeover.Plan, cancellationToken);
        await Recorder().RecordAsync(new DefinitionsTaken
        {
            PlanHash = hash,
            DefinitionHash = takeover.Plan.DefinitionHash,
            Cause = cause,
            Anew = takeover.Anew,
            Gone = takeover.Gone,
            Left = takeover.Left,
            Changes = takeover.Changes,
            Plan = takeover.Plan,
        }, Durability.Flushed, CancellationToken.None);
    }

    /// <summary>
    /// Why the journal is not as this process left it: another has taken the run over, or the lease is still this process's own and the store has
    /// forgotten what was written.
    /// </summary>
    public Task<BatchWorkflowException> ExplainAsync(LeaseLostException lost) => ExplainAsync(Folder.Id, lease, lost);

    /// <summary>What is said when another process has taken a run over.</summary>
    public static BatchWorkflowException TakenOver(string id, LeaseLostException? lost) =>
        new(TakenOverId, $"Another process has taken run {id} over; this one has let go of it.", lost)
        {
            RecommendedAction = $"Get-BatchStatus -Id {id} shows who works on it now.",
        };

    /// <summary>Lets go of a run that is refused: when another has taken it by now, nothing is left to let go of.</summary>
    public async Task AbandonAsync()
    {
        try
        {
            await DisposeAsync();
        }
        catch (LeaseLostException)
        {
            // The refusal is what is told.
        }
    }

    /// <summary>Closes the journal and lets go of the lease.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await journal.DisposeAsync();
        }
        finally
        {
            await lease.DisposeAsync();
        }
    }

    private static async Task<HeldRun> CreateAsync(
        EngineParts engine, RunFolder folder, Lease lease, Plan plan, string? idempotencyKey, string? wasOpen, CancellationToken cancellationToken)
    {
        if (idempotencyKey is not null)
            await new SubmissionKeys(engine).ClaimAsync(idempotencyKey, plan, folder, lease, cancellationToken);
        await KeepFilesAsync(engine, plan, cancellationToken);
        await folder.WriteDefinitionAsync(plan.Source, cancellationToken);
        string hash = await folder.WritePlanAsync(plan, cancellationToken);
        JournalWriter journal = await OpenJournalAsync(engine, folder, lease, cancellationToken);
        // From here on nobody removes it as one that never began; it may have been removed before.
        if (!await lease.IsOwnAsync(cancellationToken))
            throw new LeaseLostException(StateLayout.RunLease(folder.Id));
        HeldRun run = new(folder, lease, journal, new RunState(plan));
        RunRecorder recorder = run.Recorder();
        await recorder.RecordAsync(new RunSubmitted
        {
            RunId = folder.Id,
            Workflow = plan.Workflow,
            Infrastructure = plan.Infrastructure,
            Path = plan.Path is null ? null : Path.GetFullPath(plan.Path),
            PlanHash = hash,
            Origin = engine.Origin,
            IdempotencyKey = idempotencyKey,
        }, CancellationToken.None);
        await recorder.RecordAsync(new HolderTook(engine.Origin, lease.Token, "submit"), Durability.Flushed, CancellationToken.None);
        if (wasOpen is not null)
            await recorder.RecordAsync(new Warned(wasOpen), CancellationToken.None);
        await RunKeeper.SummarizeAsync(recorder, run, engine, RunHold.Held); // From here on it is listed: it has been accepted.
        return run;
    }

    private static async Task<BatchWorkflowException> ExplainAsync(string id, Lease lease, LeaseLostException lost) => !await lease.IsOwnAsync(CancellationToken.None)
        ? TakenOver(id, lost)
        : new BatchWorkflowException("State.EventsLost", $"The store has lost the last events of run {id}: they were written, but not yet on its disk when it broke down. All that was acknowledged is there.", lost)
        {
            RecommendedAction = $"Resume-BatchWorkflow {id} goes on; what was in flight is asked before it is repeated.",
        };

    private static async Task KeepFilesAsync(EngineParts engine, Plan plan, CancellationToken cancellationToken)
    {
        ContentFiles files = new(engine.Store);
        foreach (TaskservDefinition taskserv in plan.Source.Taskservs.Values)
            await files.KeepAsync(taskserv.Folder, taskserv.Files, cancellationToken);
    }

    private RunRecorder Recorder()
    {
        RunRecorder recorder = new(State, Journal);
        recorder.Recorded += _taken.Add;
        return recorder;
    }

    private static async Task<Lease> AcquireAsync(EngineParts engine, RunFolder folder, CancellationToken cancellationToken)
    {
        try
        {
            return await folder.AcquireAsync(engine.Origin, engine.Terms, engine.Time, cancellationToken);
        }
        catch (LeaseHeldException e)
        {
            throw Held(folder.Id, e);
        }
    }

    /// <summary>The refusal to take what somebody has.</summary>
    public static BatchWorkflowException Held(string id, LeaseHeldException why) =>
        new(LeaseHeldException.ErrorId, $"Run {id} is held by {why.Holder.Describe()}.", why)
        {
            RecommendedAction = $"Wait-BatchWorkflow {id} waits for it; Stop-BatchWorkflow {id} stops it.",
        };

    private static async Task<JournalWriter> OpenJournalAsync(EngineParts engine, RunFolder folder, Lease lease, CancellationToken cancellationToken)
    {
        JournalWriter journal = await JournalWriter.OpenAsync(engine.Store, folder.Id, lease.Token, engine.Time, cancellationToken);
        if (engine.Options.JournalBoundary is { } boundary)
        {
            journal.Writing = entry => Pass(boundary, entry, isWritten: false);
            journal.Appended = entry => Pass(boundary, entry, isWritten: true);
        }
        return journal;
    }

    private static Task Pass(Action<JournalEntry, bool> boundary, JournalEntry entry, bool isWritten)
    {
        boundary(entry, isWritten);
        return Task.CompletedTask;
    }
}
