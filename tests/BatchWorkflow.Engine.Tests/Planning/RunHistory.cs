using BatchWorkflow.Engine.Planning;
using BatchWorkflow.Engine.State;

namespace BatchWorkflow.Engine.Tests.Planning;

/// <summary>What became of the steps of a plan: all succeeded and changed something, unless said otherwise.</summary>
internal sealed class RunHistory
{
    private readonly Dictionary<string, StepHistory> _steps;

    public RunHistory(Plan plan)
    {
        Plan = plan;
        _steps = plan.Steps.Select((s, i) => new StepHistory(s.Id, StepStatus.Succeeded, Changed: true, Began: true, null, i + 1))
            .ToDictionary(h => h.Step);
    }

    public Plan Plan { get; }

    public IReadOnlyCollection<StepHistory> Steps => _steps.Values;

    public RunHistory Unchanged(params string[] ids) => Change(ids, h => h with { Changed = false });

    public RunHistory Failed(params string[] ids) => Change(ids, h => h with { Status = StepStatus.Failed, Changed = false });

    public RunHistory NotBegun(StepStatus status, params string[] ids) => Change(ids,
        h => h with { Status = status, Changed = false, Began = false, EndedSequence = 0 });

    public RunHistory Ended(StepStatus status, params string[] ids) => Change(ids, h => h with { Status = status });

    public RunHistory Was(string id, FormerSpecification former) => Change([id], h => h with { Former = former });

    public RunHistory Change(IEnumerable<string> ids, Func<StepHistory, StepHistory> change)
    {
        foreach (string id in ids)
            _steps[id] = change(_steps[id]);
        return this;
    }

    public Plan Undo(long? toSequence = null, bool recreate = false, bool isAutomatic = false) => RollbackPlanner.Plan(new RollbackInput
    {
        Forward = Plan, History = Steps, ToSequence = toSequence, Recreate = recreate, IsAutomatic = isAutomatic,
    });
}
