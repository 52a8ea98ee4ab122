using BatchWorkflow.Engine;
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
    private readonly Simulating.Simulation _simulation;

    private Trial(Case made, Simulating.Simulation simulation)
    {
        (_case, _simulation) = (made, simulation);
        _world = CaseWorld.Of(made);
        simulation.World = _world;
        _host = new SimulatedHost(simulation, pace: Pace);
    }

    /// <summary>Tries an input; throws a <see cref="LawBrokenException"/> when a law does not hold.</summary>
    /// <returns>What came of it, for the count.</returns>
    public static string Run(Case made)
    {
        using Simulating.Simulation simulation = new();
        Trial trial = new(made, simulation);
        return simulation.Run(trial.RunAsync);
    }

    private async Task<string> RunAsync()
    {
        await CaseWorld.RecordAsync(_case, _world, _simulation.Stores.Kept);
        SortedDictionary<string, string> found = _world.Snapshot();
        PlanResult planned = await PlanAsync(_case.Refresh);
        LawBrokenException.Unless(found.SequenceEqual(_world.Snapshot()), "planning changes nothing");
        if (planned.Plan is not { } plan)
            return $"refused for {planned.Problems.First(p => !p.IsWarning).Code}";
        _world.Faults.IsArmed = true;
        Stage first = await StageAsync(plan, found);
        _world.Faults.IsArmed = false;
        FirstRunLaws.Hold(_case, first);
        if (first.Run.Status == RunStatus.Succeeded && !OrderOfDesire.IsContradictory(plan))
            await AgainAsync();
        if (first.Run.Status is RunStatus.Succeeded or RunStatus.Failed)
            await UndoAsync(first);
        return first.Run.Status.ToString();
    }

    private Task<PlanResult> PlanAsync(bool refresh) =>
        _host.PlanAsync(CaseSource.Of(_case), new PlanOptions { AllowReplace = _case.AllowReplace }, refresh);

    private async Task<Stage> StageAsync(Plan plan, SortedDictionary<string, string> found)
    {
        _world.Trace = new World.Trace();
        BatchRun run = await _host.SubmitAsync(plan);
        return new Stage(plan, run, found, _world.Snapshot(), _world.Trace);
    }

    /// <summary>After a run that succeeded nothing is left to do.</summary>
    private async Task AgainAsync()
    {
        SortedDictionary<string, string> reached = _world.Snapshot();
        PlanResult planned = await PlanAsync(refresh: true);
        if (!_case.Refresh && planned.Problems.Any(p => p.Code is "Plan.Conflict" or "Plan.RequirementMissing" or "Plan.DependencyMissing"))
            return; // Only this plan asked the checks.
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
