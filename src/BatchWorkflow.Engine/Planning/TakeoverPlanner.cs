using BatchWorkflow.Engine.Running;

namespace BatchWorkflow.Engine.Planning;

/// <summary>
/// Lays today's plan over what a run has done. Pure. What succeeded and is done the same way today stays; what succeeded and is done otherwise
/// today is judged again; what today's definitions have no more stays in the plan, so that it can be undone.
/// </summary>
internal sealed class TakeoverPlanner
{
    private readonly TakeoverInput _input;
    private readonly Dictionary<string, PlanStep> _before;
    private readonly Dictionary<string, StepHistory> _history;
    private readonly TakeoverVerdicts _verdicts;

    private TakeoverPlanner(TakeoverInput input)
    {
        _input = input;
        _before = input.Forward.Steps.ToDictionary(s => s.Id, StringComparer.Ordinal);
        _history = input.History.ToDictionary(h => h.Step, StringComparer.Ordinal);
        _verdicts = new TakeoverVerdicts(input, _history);
    }

    /// <summary>What becomes of the run.</summary>
    public static Takeover Plan(TakeoverInput input) => new TakeoverPlanner(input).Plan();

    private Takeover Plan()
    {
        HashSet<string> today = _input.Today.Steps.Select(s => s.Id).ToHashSet(StringComparer.Ordinal);
        List<PlanStep> gone = [.. _input.Forward.Steps.Where(s => !today.Contains(s.Id) && _history[s.Id] is { Tried: true } or { MayHaveChanged: true } or { Status: StepStatus.Succeeded })];
        List<PlanStep> removed = [.. _input.Forward.Steps.Where(s => !today.Contains(s.Id) && !_history[s.Id].Gone)];
        LongestChain chain = new(new TakeoverGraph([.. _input.Today.Steps.Select(Merge)], gone, _input.Forward.Steps, _history).Order());
        Plan plan = _input.Today with { Steps = chain.Steps, CriticalPath = chain.Path };
        HashSet<string> anew = [.. Anew(plan)];
        List<string> left = _input.Restart is null ? [] : [.. _input.Today.Steps.Where(s => !_before.ContainsKey(s.Id) && !anew.Contains(s.Id)).Select(s => s.Id)];
        return new Takeover
        {
            Plan = plan,
            Anew = [.. plan.Steps.Where(s => anew.Contains(s.Id)).Select(s => s.Id)],
            Gone = [.. gone.Select(s => s.Id)],
            Left = left,
            Changes =
            [
                .. _input.Today.Steps.Select(s => _verdicts.ChangeOf(s, anew.Contains(s.Id))).OfType<BatchChange>(),
                .. removed.Select(Removed),
                .. SharedChanges.Between(_input.RunId, _input.Forward.Source, _input.Today.Source),
            ],
        };
    }

    /// <summary>A step as the run goes on with it: what stays as it is keeps what the former plan said of it.</summary>
    private PlanStep Merge(PlanStep today)
    {
        bool isOnMade = today.Server is { } server && _verdicts.IsMadeByRun(server);
        return _before.TryGetValue(today.Id, out PlanStep? before) && _history[today.Id].Holds && !_verdicts.IsAgain(today.Id)
            ? before with { DependsOn = today.DependsOn, Irreversible = today.Irreversible, MayRunTwice = today.MayRunTwice, Provider = today.Provider }
            : today with { IsOnNewServer = today.IsOnNewServer || (isOnMade && today.Kind == StepKind.Taskserv) };
    }

    private IEnumerable<string> Anew(Plan plan)
    {
        HashSet<string> steps = plan.Steps.Select(s => s.Id).ToHashSet(StringComparer.Ordinal);
        HashSet<string> today = _input.Today.Steps.Select(s => s.Id).ToHashSet(StringComparer.Ordinal);
        List<StepHistory> history = [.. _input.History.Where(h => steps.Contains(h.Step)).Select(h => h with
        {
            Gone = !today.Contains(h.Step),
            Status = _verdicts.IsAgain(h.Step) ? StepStatus.Pending
                : today.Contains(h.Step) || h.Status is StepStatus.Succeeded or StepStatus.Reverted ? h.Status : StepStatus.Skipped,
        })];
        if (_input.Restart is { } restart)
            return RestartPlanner.ForRestart(plan, history, restart);
        IReadOnlyList<string> begins = RestartPlanner.ForResume(plan, history);
        return _input.IsOver ? begins : begins.Where(id => !GoesOn(id));
    }

    /// <summary>True for what is under way, waits or has not begun, and is done as before: the resumption goes on with it as any other does.</summary>
    private bool GoesOn(string id) => _history.TryGetValue(id, out StepHistory? history)
        && history.Status is StepStatus.Pending or StepStatus.Waiting or StepStatus.Running && !_verdicts.Differs(id);

    private BatchChange Removed(PlanStep step) => new()
    {
        RunId = _input.RunId,
        Kind = BatchChangeKind.Removed,
        Subject = step.Id,
        Effect = _history[step.Id].MayHaveChanged ? "stays as the run left it; an undo undoes it with the files that it was done with" : "is left out",
    };
}
