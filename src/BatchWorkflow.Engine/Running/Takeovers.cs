using BatchWorkflow.Engine.Definitions;
using BatchWorkflow.Engine.Observing;
using BatchWorkflow.Engine.Planning;
using BatchWorkflow.Engine.State;
using BatchWorkflow.Engine.Storing;

namespace BatchWorkflow.Engine.Running;

/// <summary>Compares today's definitions with those of a run, and plans how the run goes on by them. Changes nothing.</summary>
internal sealed class Takeovers(EngineParts engine, WorkflowPlans plans)
{
    /// <summary>Reads today's files of a run's workflow and says how they differ.</summary>
    /// <param name="id">The run.</param>
    /// <param name="restart">What a restart is asked for; null for a resumption.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<CurrentFiles> CompareAsync(string id, RestartOptions? restart, CancellationToken cancellationToken)
    {
        RunState state = await ReadAsync(id, cancellationToken);
        await new RunChecks(engine).RefuseHeldAsync(id, cancellationToken);
        Refuse(state, restart);
        LoadedWorkflow loaded = await plans.ReadTodayAsync(id, state.Plan, cancellationToken);
        return await CompareAsync(state, loaded.Source!, loaded.Problems, restart, cancellationToken);
    }

    /// <summary>Says how definitions that were read differ from those of a run.</summary>
    public async Task<CurrentFiles> CompareAsync(
        RunState state, PlanSource today, IReadOnlyList<Problem> warnings, RestartOptions? restart, CancellationToken cancellationToken)
    {
        Takeover takeover = await PlanAsync(state, today, restart, cancellationToken);
        return new CurrentFiles(today, takeover.Changes, [.. warnings, .. takeover.Plan.Warnings.Except(warnings)]);
    }

    /// <summary>What today's definitions make of the run.</summary>
    /// <exception cref="BatchWorkflowException">Definition.Invalid: they cannot be planned; Run.NotTaken: they cannot be taken into this run.</exception>
    public async Task<Takeover> PlanAsync(RunState state, PlanSource today, RestartOptions? restart, CancellationToken cancellationToken)
    {
        Refuse(state, restart);
        if (TakeoverObstacles.Find(state.Plan.Source, today) is { } other)
            throw NotTaken(state, other);
        PlanResult planned = await plans.PlanTodayAsync(today, state.Plan, cancellationToken);
        if (planned.Plan is not { } plan)
            throw WorkflowPlans.Invalid(state.Facts.RunId, planned.Problems);
        TakeoverInput input = new()
        {
            RunId = state.Facts.RunId,
            Forward = state.Plan,
            History = Rollbacks.History(state),
            Today = plan,
            Restart = restart,
            IsOver = state.Facts.Ended is not null && state.Facts.Status is not RunStatus.Stopped,
        };
        if (TakeoverObstacles.Find(input) is { } step)
            throw NotTaken(state, step);
        Takeover takeover = TakeoverPlanner.Plan(input);
        if (restart is not null)
        {
            RestartNames.Demand(state.Facts.RunId, takeover.Plan, restart);
            if (takeover.Anew.Count == 0)
                throw RunStarts.NothingToRestart(state);
        }
        return takeover;
    }

    /// <summary>The run's state.</summary>
    public Task<RunState> ReadAsync(string id, CancellationToken cancellationToken) =>
        RunHistory.ReadAsync(engine, new RunFolder(engine.Store, engine.StatePath, id), cancellationToken);

    /// <summary>Refuses a run that goes back: that goes by the files with which things were done.</summary>
    private static void Refuse(RunState state, RestartOptions? restart)
    {
        RunFacts facts = state.Facts;
        if (facts.Undo is not null && facts.Status is not (RunStatus.RolledBack or RunStatus.RollbackFailed))
            throw new BatchWorkflowException("Run.NotTaken", $"Run {facts.RunId} is being rolled back, and each step is undone with the files with which it was done.")
            {
                RecommendedAction = $"Resume-BatchWorkflow {facts.RunId} ends the rollback; Restart-BatchWorkflow {facts.RunId} -UseCurrent then goes forward.",
            };
        if (restart is null)
            RunStarts.RefuseToResume(state);
    }

    private static BatchWorkflowException NotTaken(RunState state, string why) =>
        new("Run.NotTaken", $"Run {state.Facts.RunId} cannot go on by today's files: {why}. The run stays as it was.")
        {
            RecommendedAction = "Submit the workflow as a new run: what is as wanted stays as it is.",
        };
}
