using BatchWorkflow.Engine.Definitions;
using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Monitoring;
using BatchWorkflow.Engine.Observing;
using BatchWorkflow.Engine.Planning;
using BatchWorkflow.Engine.State;
using BatchWorkflow.Engine.Storing;

namespace BatchWorkflow.Engine.Running;

/// <summary>The requests that make this process work on a run: submit, resume, restart, roll back.</summary>
internal sealed class RunStarts(EngineParts engine, WorkflowPlans plans)
{
    /// <summary>Accepts a plan as a run.</summary>
    public async Task<ActiveRun> SubmitAsync(Plan plan, RunOptions options, CancellationToken cancellationToken)
    {
        if (plan.Undoes is { } run)
            throw new BatchWorkflowException("Plan.OfRollback", $"This plan undoes run {run}: it cannot be submitted as a run of its own.")
            {
                RecommendedAction = $"Invoke-BatchRollback {run} carries it out.",
            };
        engine.Settle(plan.Source.Workflow);
        if (options.IdempotencyKey is { } key && await new SubmissionKeys(engine).FindAsync(key, plan, cancellationToken) is { } first)
            return await FoundRun.OpenAsync(engine, first, cancellationToken);
        if (!engine.MadeJustNow(plan))
            await plans.VerifyAsync(plan, new GivenSecrets(options.Secrets), cancellationToken);
        await DemandSecretsAsync(plan, plan.Path, plan.Steps, options, cancellationToken);
        if (options.NoWait)
            await ServerHolds.RefuseHeldAsync(engine, plan.Infrastructure, run: null, plan.Steps, cancellationToken);
        HeldRun held;
        try
        {
            held = await HeldRun.CreateAsync(engine, plan, options.IdempotencyKey, cancellationToken);
        }
        catch (AlreadySubmittedException e)
        {
            return await FoundRun.OpenAsync(engine, e.RunId, cancellationToken);
        }
        catch (BatchWorkflowException e) when (e.ErrorId == HeldRun.TakenOverId && options.IdempotencyKey is not null)
        {
            if (await new SubmissionKeys(engine).FindAsync(options.IdempotencyKey, plan, cancellationToken) is { } other)
                return await FoundRun.OpenAsync(engine, other, cancellationToken);
            throw;
        }
        LogRetention.Sweep(plan.Source.Workflow.Logging, RunOpening.FolderOf(plan), plan.Workflow, engine.Time);
        return await new RunOpening(engine, options).StartAsync(held, [new StatusChanged(RunStatus.Running)], plan.Steps, (course, letGo) => RunAndSweepAsync(course, plan, letGo));
    }

    /// <summary>Goes a run's course, and beside it removes the workflow's runs whose days are over.</summary>
    private async Task RunAndSweepAsync(RunCourse course, Plan plan, CancellationToken letGo)
    {
        Task<IReadOnlyList<string>> sweeping = engine.Scheduler.RunAsync(() => new RunRetention(engine).SweepAsync(plan.Source.Workflow, letGo));
        Task running = course.RunAsync(letGo);
        try
        {
            foreach (string left in await sweeping)
                course.Warn(left);
        }
        catch (OperationCanceledException) when (letGo.IsCancellationRequested)
        {
            // The next submit goes on with it.
        }
        catch (BatchWorkflowException e)
        {
            course.Warn($"Old runs were not looked for: {e.Message}");
        }
        finally
        {
            await running;
        }
    }

    /// <summary>Goes on with a run.</summary>
    public async Task<ActiveRun> ResumeAsync(string id, RunOptions options, CancellationToken cancellationToken)
    {
        if (await TakesOverAsync(id, options, cancellationToken) is { } current)
            return await TakeoverStarts().StartAsync(id, current, restart: null, options, cancellationToken);
        if (await IsTakenBackAsync(id, cancellationToken))
            return await FoundRun.OpenAsync(engine, id, cancellationToken);
        // Refused before the run is taken, which would already be an event of its journal.
        RunState found = await ReadAsync(id, cancellationToken);
        RefuseToResume(found);
        await DemandSecretsAsync(found, [.. Open(found), .. Named(found, ToResume(found))], options, cancellationToken);
        HeldRun held = await HeldRun.TakeAsync(engine, id, "resume", cancellationToken);
        List<RunEvent> first = [];
        List<PlanStep> needs = Open(held.State);
        try
        {
            RefuseToResume(held.State);
            if (ToResume(held.State) is { Count: > 0 } again)
            {
                needs.AddRange(Named(held.State, again));
                first.Add(new StepsReset(again, "resume"));
            }
            await RefuseHeldAsync(held, needs, options, cancellationToken);
            await WarnOfDriftAsync(held, first, cancellationToken);
            first.Add(new StatusChanged(held.State.Facts.Undo is null ? RunStatus.Running : RunStatus.RollingBack, "resumed", held.State.Facts is { Undo: not null, GoalMissed: true }));
        }
        catch
        {
            await held.AbandonAsync();
            throw;
        }
        return await new RunOpening(engine, options).StartAsync(held, first, needs, (course, letGo) => course.RunAsync(letGo));
    }

    /// <summary>A run that is Suspending is still held: its holder takes the suspension back and goes on. False when the run is not, or no more.</summary>
    private async Task<bool> IsTakenBackAsync(string id, CancellationToken cancellationToken)
    {
        RunState state = await ReadAsync(id, cancellationToken);
        if (state.Facts.Status != RunStatus.Suspending || !await engine.IsHeldAsync(id, cancellationToken))
            return false;
        RunControl control = new(engine);
        return (await control.AskAsync(id, control.Request(ControlKind.Resume, reason: null), cancellationToken)).Status is not null;
    }

    /// <summary>Begins steps anew in the same run.</summary>
    public async Task<ActiveRun> RestartAsync(string id, RestartOptions restart, RunOptions options, CancellationToken cancellationToken)
    {
        if (await TakesOverAsync(id, options, cancellationToken) is { } current)
            return await TakeoverStarts().StartAsync(id, current, restart, options, cancellationToken);
        RunState found = await ReadAsync(id, cancellationToken);
        RestartNames.Demand(id, found.Plan, restart);
        await DemandSecretsAsync(found, Named(found, StepsToRestart(found, restart)), options, cancellationToken);
        HeldRun held = await HeldRun.TakeAsync(engine, id, "restart", cancellationToken);
        IReadOnlyList<string> steps;
        List<PlanStep> needs;
        List<RunEvent> first = [];
        try
        {
            steps = StepsToRestart(held.State, restart);
            needs = [.. Named(held.State, steps)];
            await RefuseHeldAsync(held, needs, options, cancellationToken);
            await WarnOfDriftAsync(held, first, cancellationToken);
        }
        catch
        {
            await held.AbandonAsync();
            throw;
        }
        return await new RunOpening(engine, options).StartAsync(held,
            [.. first, new StepsReset(steps, "restart"), new StatusChanged(RunStatus.Running, "restarted")], needs, (course, letGo) => course.RunAsync(letGo));
    }

    /// <summary>Undoes what a run changed.</summary>
    public async Task<ActiveRun> RollBackAsync(string id, RollbackOptions rollback, RunOptions options, CancellationToken cancellationToken)
    {
        // Refused before the run is taken, which would already be an event of its journal.
        RunState found = await ReadAsync(id, cancellationToken);
        Plan undo = Rollbacks.Demand(found, rollback);
        await new ResourceRecords(engine.Store).DemandAsync(undo, cancellationToken);
        foreach (IGrouping<int, PlanStep> done in undo.Steps.GroupBy(s => found[s.Id].DoneBy))
            await DemandSecretsAsync(found.Plans[done.Key], found.Facts.Path, done, options, cancellationToken);
        HeldRun held = await HeldRun.TakeAsync(engine, id, "rollback", cancellationToken);
        List<PlanStep> needs = [.. held.State.Plan.Steps.Where(s => held.State[s.Id].InFlight)];
        try
        {
            needs.AddRange(Rollbacks.Plan(held.State, rollback, isAutomatic: false).Steps);
            await RefuseHeldAsync(held, needs, options, cancellationToken);
        }
        catch
        {
            await held.AbandonAsync();
            throw;
        }
        return await new RunOpening(engine, options).StartAsync(held, [], needs, (course, letGo) => course.RollBackAsync(rollback, letGo));
    }

    /// <summary>The definitions that the run is to go on by; null when it is to keep its own, or they are the same.</summary>
    private async Task<CurrentFiles?> TakesOverAsync(string id, RunOptions options, CancellationToken cancellationToken) =>
        options.Current is { } current && !current.AreThoseOf((await ReadAsync(id, cancellationToken)).Plan) ? current : null;

    private TakeoverStarts TakeoverStarts() => new(engine, new Takeovers(engine, plans),
        (plan, steps, options, token) => DemandSecretsAsync(plan, plan.Path, steps, options, token));

    private Task<RunState> ReadAsync(string id, CancellationToken cancellationToken) =>
        RunHistory.ReadAsync(engine, new RunFolder(engine.Store, engine.StatePath, id), cancellationToken);

    private Task DemandSecretsAsync(RunState state, IEnumerable<PlanStep> steps, RunOptions options, CancellationToken cancellationToken) =>
        DemandSecretsAsync(state.Plan, state.Facts.Path, steps, options, cancellationToken);

    /// <summary>Refuses to begin without a secret that the steps need; a run's own copy of its definitions has no places, so those of today's files are told.</summary>
    private async Task DemandSecretsAsync(Plan plan, string? path, IEnumerable<PlanStep> steps, RunOptions options, CancellationToken cancellationToken)
    {
        PlanStep[] wanted = [.. steps];
        GivenSecrets given = new(options.Secrets);
        SecretNeeds needs = new(plan.Source, plan.Options, new ContentFiles(engine.Store));
        IReadOnlyList<Problem> missing = await needs.MissingAsync(wanted, given, cancellationToken);
        if (missing.Count == 0)
            return;
        if (path is not null && missing.Any(p => p.Location.Line == 0)
            && (await plans.LoadAsync(new DefinitionInput(path), plan.Options, cancellationToken)).Source is { } today)
            missing = SecretNeeds.Placed(missing, await new SecretNeeds(today, plan.Options, new ContentFiles(engine.Store)).MissingAsync(wanted, given, cancellationToken));
        throw SecretNeeds.Refusal(missing);
    }

    /// <summary>Says when the files on disk are no longer those that the run keeps: the reader may have corrected them and expect that to count.</summary>
    private async Task WarnOfDriftAsync(HeldRun held, List<RunEvent> first, CancellationToken cancellationToken)
    {
        if (await plans.DriftAsync(held.State.Plan, cancellationToken) is { } drift)
            first.Add(new Warned(drift) { OfFiles = true });
    }

    private Task RefuseHeldAsync(HeldRun held, List<PlanStep> needs, RunOptions options, CancellationToken cancellationToken) => options.NoWait
        ? ServerHolds.RefuseHeldAsync(engine, held.State.Plan.Infrastructure, held.Folder.Id, needs, cancellationToken)
        : Task.CompletedTask;

    /// <summary>The steps that begin again when a failed run is resumed.</summary>
    private static IReadOnlyList<string> ToResume(RunState state) => state.Facts is { Status: RunStatus.Failed, Undo: null }
        ? RestartPlanner.ForResume(state.Plan, Rollbacks.History(state))
        : [];

    /// <summary>The steps that a restart begins again.</summary>
    /// <exception cref="BatchWorkflowException">Run.NothingToRestart.</exception>
    public static IReadOnlyList<string> StepsToRestart(RunState state, RestartOptions restart)
    {
        IReadOnlyList<string> steps = RestartPlanner.ForRestart(state.Plan, Rollbacks.History(state), restart);
        return steps.Count > 0 ? steps : throw NothingToRestart(state);
    }

    /// <summary>The refusal of a restart that would do nothing.</summary>
    public static BatchWorkflowException NothingToRestart(RunState state) =>
        new("Run.NothingToRestart", $"Run {state.Facts.RunId} has no step that failed, was omitted or was reverted among those asked for.")
        {
            RecommendedAction = $"Get-BatchStatus -Id {state.Facts.RunId} -Detailed shows how its steps ended.",
        };

    private static List<PlanStep> Open(RunState state) => [.. state.Current.Steps.Where(s => !state[s.Id].HasEnded)];

    private static IEnumerable<PlanStep> Named(RunState state, IReadOnlyList<string> ids)
    {
        HashSet<string> wanted = new(ids, StringComparer.Ordinal);
        return state.Plan.Steps.Where(s => wanted.Contains(s.Id));
    }

    /// <summary>Refuses a run that there is no way to go on with.</summary>
    public static void RefuseToResume(RunState state)
    {
        RunFacts facts = state.Facts;
        string? cutOff = state.Plan.Steps.FirstOrDefault(s => state[s.Id].Status == StepStatus.Failed && NotRepeated.Is(state[s.Id].Failure))?.Id;
        (string Why, string Do)? refused = facts.Status switch
        {
            RunStatus.Failed when facts.Undo is null && cutOff is not null => (
                $"{cutOff} was cut off, and its operation says repeatable: false",
                $"Look at its server, then Restart-BatchWorkflow {facts.RunId} begins it again; Skip-BatchOperation {facts.RunId} {cutOff} lets Resume-BatchWorkflow go on without it."),
            RunStatus.Succeeded => ("it has succeeded", "Submit the workflow again: what is as wanted stays Unchanged."),
            RunStatus.RolledBack => ("it was rolled back", $"Restart-BatchWorkflow {facts.RunId} begins anew what was reverted."),
            RunStatus.RollbackFailed => ("its rollback has failed", $"Invoke-BatchRollback {facts.RunId} tries again; Restart-BatchWorkflow {facts.RunId} goes forward."),
            _ => null,
        };
        if (refused is { } found)
            throw new BatchWorkflowException("Run.NotResumable", $"Run {facts.RunId} cannot be resumed: {found.Why}.") { RecommendedAction = found.Do };
    }
}
