using BatchWorkflow.Engine;
using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.Simulation.Tests.Laws.Generating;
using BatchWorkflow.Simulation.Tests.Laws.World;
using BatchWorkflow.Simulation.Tests.Simulating;

namespace BatchWorkflow.Simulation.Tests.Laws;

/// <summary>One input, planned, run, planned again and undone, with the laws held up to each.</summary>
internal sealed class Trial
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);

    private readonly Case _case;
    private readonly ModelWorld _world;
    private readonly SimulatedHost _host;
    private readonly People _people;
    private readonly Simulating.Simulation _simulation;

    private Trial(Case made, Simulating.Simulation simulation)
    {
        (_case, _simulation) = (made, simulation);
        _world = CaseWorld.Of(made);
        simulation.World = _world;
        _people = new People(made, simulation);
        _host = new SimulatedHost(simulation, pace: Pace, boundary: made.Operations.Any(o => o.Gate is not null) ? _people.Hear : null);
    }

    /// <summary>Tries an input; throws a <see cref="LawBrokenException"/> when a law does not hold.</summary>
    /// <returns>What came of it, for the count.</returns>
    public static string Run(Case made)
    {
        using Simulating.Simulation simulation = new(made.Seed) { Hurry = 0, MostSteps = 300_000 };
        Trial trial = new(made, simulation);
        return simulation.Run(trial.RunAsync);
    }

    private async Task<string> RunAsync()
    {
        await CaseWorld.RecordAsync(_case, _world, _simulation.Stores.Kept);
        SortedDictionary<string, string> found = _world.Snapshot();
        PlanResult planned = await PlanAsync(_host, _case.Refresh);
        LawBrokenException.Unless(found.SequenceEqual(_world.Snapshot()), "planning changes nothing");
        PlanLaws.Hold(_case, planned);
        if (planned.Plan is not { } plan)
            return $"refused for {planned.Problems.First(p => !p.IsWarning).Code}";
        _world.Faults.IsArmed = true;
        Task<BatchRun?>? other = _case.Second is { } delay ? SecondAsync(delay) : null;
        Stage first = await StageAsync(plan, found, isFirst: true);
        BatchRun? second = other is null ? null : await other;
        _world.Faults.IsArmed = false;
        if (other is null)
            FirstRunLaws.Hold(_case, first);
        else
            HoldTwins(first, second);
        bool isOpen = _case.Requests.Any(r => r.Act == PersonAct.Skip) || (_case.Part.Count > 0 && _case.Operations.Any(o => o.Type == OperationType.Delete));
        if (first.Run.Status == RunStatus.Succeeded && !isOpen && (other is null || second?.Status == RunStatus.Succeeded) && !OrderOfDesire.IsContradictory(plan))
            await AgainAsync(plan);
        if (other is null && first.Run.Status is RunStatus.Succeeded or RunStatus.Failed)
            await UndoAsync(first);
        return $"{(other is null ? "" : "twins ")}{first.Run.Status}";
    }

    private Task<PlanResult> PlanAsync(SimulatedHost host, bool refresh) => host.PlanAsync(CaseSource.Of(_case), new PlanOptions
    {
        AllowReplace = _case.AllowReplace,
        Operations = _case.Part,
        WithDependencies = _case.WithDependencies,
        OnFailure = _case.OnFailure,
    }, refresh);

    private async Task<Stage> StageAsync(Plan plan, SortedDictionary<string, string> found, bool isFirst = false)
    {
        _world.Trace = new World.Trace();
        BatchRun run = await WorkAsync(e => e.SubmitAsync(plan, new RunOptions(), CancellationToken.None), isFirst);
        while (run.Status is RunStatus.Stopped or RunStatus.Suspended or RunStatus.Interrupted)
            run = await WorkAsync(e => ResumeAsync(e, run.Id), isFirst);
        await _people.EndAsync();
        return new Stage(plan, run, found, _world.Snapshot(), _world.Trace);
    }

    private Task<BatchRun> WorkAsync(Func<BatchEngine, Task<ActiveRun>> begin, bool isFirst) => _host.AskAsync(async engine =>
    {
        await using ActiveRun run = await begin(engine);
        _people.Begin(_host, run, isFirst);
        return await run.Completion;
    });

    /// <summary>Goes on with a run; somebody who has just asked something of it may hold it for a moment.</summary>
    private async Task<ActiveRun> ResumeAsync(BatchEngine engine, string id)
    {
        while (true)
        {
            try
            {
                return await engine.ResumeAsync(id, new RunOptions(), CancellationToken.None);
            }
            catch (BatchWorkflowException e) when (e.ErrorId == LeaseHeldException.ErrorId)
            {
                await _simulation.DelayAsync(Pace);
            }
        }
    }

    /// <summary>The same workflow, planned and submitted from elsewhere while the first run is at it; null when it cannot be planned then.</summary>
    private async Task<BatchRun?> SecondAsync(TimeSpan delay)
    {
        await _simulation.DelayAsync(delay);
        SimulatedHost host = new(_simulation, "engine-2", "host-2", pace: Pace);
        return (await PlanWhileItChangesAsync(host)).Plan is { } plan ? await host.SubmitAsync(plan) : null;
    }

    /// <summary>A plan of a world that somebody changes meanwhile; or none, and why.</summary>
    private async Task<PlanResult> PlanWhileItChangesAsync(SimulatedHost host)
    {
        try
        {
            return await PlanAsync(host, _case.Refresh);
        }
        catch (BatchWorkflowException e) when (e.ErrorId is "Server.Gone" or "Plan.CheckFailed")
        {
            return new PlanResult(null, []);
        }
    }

    private void HoldTwins(Stage first, BatchRun? second)
    {
        TwinLaws.Hold(first.Trace, isStraight: new[] { first.Run, second }.All(r => r?.Status is not (RunStatus.RolledBack or RunStatus.RollbackFailed)));
        LimitLaws.Hold(_case, first);
        FirstRunLaws.Statuses(_case, first);
        if (second is not null)
            FirstRunLaws.Statuses(_case, first with { Run = second });
    }

    /// <summary>After a run that succeeded nothing is left to do.</summary>
    private async Task AgainAsync(Plan first)
    {
        SortedDictionary<string, string> reached = _world.Snapshot();
        PlanResult planned = await PlanAsync(_host, refresh: true);
        bool isOther = planned.Plan?.Steps.Select(s => s.Id).Except(first.Steps.Select(s => s.Id)).Any() ?? planned.Problems.Any(p => p.Code is "Plan.Conflict" or "Plan.RequirementMissing" or "Plan.Lacking" or "Plan.Cycle");
        bool isBrought = _case.WithDependencies && planned.Problems.Any(p => p.Code == "Plan.DependencyMissing");
        if ((!_case.Refresh && isOther) || isBrought)
            return; // Only this plan asked the checks, and so knows that what a record tells of is not there.
        LawBrokenException.Unless(planned.Plan is not null, $"what succeeded can be planned again ({planned.Problems.FirstOrDefault(p => !p.IsWarning)})");
        AgainLaws.HoldPlan(_case, planned.Plan!);
        AgainLaws.Hold(_case, await StageAsync(planned.Plan!, reached));
    }

    private async Task UndoAsync(Stage first)
    {
        SortedDictionary<string, string> before = _world.Snapshot();
        _world.Trace = new World.Trace();
        (Plan? undo, string told) = await TryAsync(() => _host.AskAsync(e => e.PlanRollbackAsync(first.Run.Id, new RollbackOptions(), CancellationToken.None)));
        LawBrokenException.Unless(before.SequenceEqual(_world.Snapshot()), "planning an undo changes nothing");
        if (undo is null)
        {
            UndoLaws.Hold(_case, first, first.Run, _world.Snapshot(), told);
            return;
        }
        BatchRun undone = await _host.RollBackAsync(first.Run.Id);
        UndoLaws.HoldList(undo, undone);
        UndoLaws.Hold(_case, first, undone, _world.Snapshot());
        SortedDictionary<string, string> after = _world.Snapshot();
        await TryAsync(() => _host.RollBackAsync(first.Run.Id));
        UndoLaws.HoldTwice(after, _world.Snapshot());
    }

    /// <summary>An answer, or why there is nothing to undo.</summary>
    private static async Task<(T? Answer, string Told)> TryAsync<T>(Func<Task<T>> what)
        where T : class
    {
        try
        {
            return (await what(), "");
        }
        catch (BatchWorkflowException e) when (e.ErrorId == "Run.NothingToUndo")
        {
            return (null, e.Message);
        }
    }
}
