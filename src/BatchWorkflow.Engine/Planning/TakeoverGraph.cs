namespace BatchWorkflow.Engine.Planning;

/// <summary>
/// Puts steps that today's definitions have no more among today's: for an undo they stand on what they stood on, and what was done on top of them still
/// does. An edge of the former plan that goes against today's order is left out.
/// </summary>
internal sealed class TakeoverGraph
{
    private readonly IReadOnlyList<PlanStep> _today;
    private readonly IReadOnlyList<PlanStep> _gone;
    private readonly Dictionary<string, PlanStep> _steps;
    private readonly Dictionary<string, List<StepDependency>> _edges = new(StringComparer.Ordinal);
    private readonly ILookup<string, string> _operations;
    private readonly HashSet<string> _neededSteps = new(StringComparer.Ordinal);
    private readonly HashSet<string> _neededOperations = new(StringComparer.Ordinal);

    /// <summary>The graph.</summary>
    /// <param name="today">Today's steps in order.</param>
    /// <param name="gone">The steps that are gone, in their former order.</param>
    /// <param name="former">All steps of the former plan.</param>
    /// <param name="history">What became of them.</param>
    public TakeoverGraph(
        IReadOnlyList<PlanStep> today, IReadOnlyList<PlanStep> gone, IReadOnlyList<PlanStep> former, IReadOnlyDictionary<string, StepHistory> history)
    {
        (_today, _gone) = (today, gone);
        _steps = today.Concat(gone).ToDictionary(s => s.Id, StringComparer.Ordinal);
        _operations = today.Concat(gone).ToLookup(s => s.Operation, s => s.Id, StringComparer.Ordinal);
        foreach (PlanStep step in today)
        {
            _edges.Add(step.Id, [.. step.DependsOn]);
            foreach (StepDependency edge in step.DependsOn)
                Need(edge);
        }
        foreach (PlanStep step in gone)
            _edges.Add(step.Id, []);
        if (gone.Count == 0)
            return;
        HashSet<string> ids = gone.Select(s => s.Id).ToHashSet(StringComparer.Ordinal);
        foreach (PlanStep step in former.Where(s => _steps.ContainsKey(s.Id) && (ids.Contains(s.Id) || history[s.Id].MayHaveChanged)))
            foreach (StepDependency edge in Former(step, ids))
                Add(step.Id, edge);
    }

    /// <summary>All steps, each after what it depends on.</summary>
    public IReadOnlyList<PlanStep> Order()
    {
        List<PlanStep> placed = new(_steps.Count);
        HashSet<string> seen = new(StringComparer.Ordinal), done = new(StringComparer.Ordinal), operations = new(StringComparer.Ordinal);
        Stack<string> open = new(_today.Concat(_gone).Select(s => s.Id).Reverse());
        while (open.TryPeek(out string? id))
        {
            if (!seen.Add(id))
            {
                open.Pop();
                if (done.Add(id))
                    placed.Add(_steps[id] with { DependsOn = _edges[id] });
                continue;
            }
            foreach (StepDependency edge in _edges[id].AsEnumerable().Reverse())
                if (!edge.IsOperation)
                    Push(edge.On);
                else if (!operations.Contains(edge.On))
                    PushAll(edge.On);
        }
        return placed;

        void PushAll(string operation)
        {
            if (_operations[operation].All(done.Contains))
                operations.Add(operation);
            else
                foreach (string one in _operations[operation].Reverse())
                    Push(one);
        }

        void Push(string id)
        {
            if (!seen.Contains(id))
                open.Push(id);
        }
    }

    /// <summary>The edges that a step has by the former plan and not by today's: all of one that is gone, and those to what is gone of others.</summary>
    private IEnumerable<StepDependency> Former(PlanStep step, HashSet<string> gone)
    {
        if (gone.Contains(step.Id))
            return step.DependsOn.Where(e => e.IsOperation ? _operations[e.On].Any() : _steps.ContainsKey(e.On));
        HashSet<string> barriers = [.. _edges[step.Id].Where(e => e.IsOperation).Select(e => e.On)];
        return step.DependsOn.SelectMany(edge => !edge.IsOperation
            ? gone.Contains(edge.On) ? [edge] : Array.Empty<StepDependency>()
            : barriers.Contains(edge.On) ? [] : ToGone(edge, gone));
    }

    private IEnumerable<StepDependency> ToGone(StepDependency barrier, HashSet<string> gone)
    {
        List<string> members = [.. _operations[barrier.On]];
        return members.Count > 0 && members.TrueForAll(gone.Contains)
            ? [barrier]
            : members.Where(gone.Contains).Select(id => new StepDependency { On = id, Type = StepEdge.Order });
    }

    private void Add(string step, StepDependency edge)
    {
        if (IsNeeded(step) && Reaches(edge, step))
            return;
        _edges[step].Add(edge with { WaitCondition = null });
        Need(edge);
    }

    private void Need(StepDependency edge) => (edge.IsOperation ? _neededOperations : _neededSteps).Add(edge.On);

    /// <summary>False when nothing depends on a step, so that no path can come back to it.</summary>
    private bool IsNeeded(string step) => _neededSteps.Contains(step) || _neededOperations.Contains(_steps[step].Operation);

    /// <summary>True when what an edge leads to depends on a step.</summary>
    private bool Reaches(StepDependency edge, string step)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        HashSet<string> operations = new(StringComparer.Ordinal);
        Stack<StepDependency> open = new([edge]);
        while (open.TryPop(out StepDependency? next))
        {
            if (next.IsOperation && !operations.Add(next.On))
                continue;
            foreach (string id in next.IsOperation ? _operations[next.On] : [next.On])
            {
                if (id == step)
                    return true;
                if (seen.Add(id))
                    foreach (StepDependency on in _edges[id])
                        open.Push(on);
            }
        }
        return false;
    }
}
