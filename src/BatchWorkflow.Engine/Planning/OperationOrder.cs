namespace BatchWorkflow.Engine.Planning;

/// <summary>Which operations the definition orders, so that edges that the planner adds by itself don't contradict it.</summary>
internal sealed class OperationOrder(bool isSequential)
{
    private readonly Dictionary<OperationDraft, HashSet<GraphNode>> _before = [];

    /// <summary>True when every step of <paramref name="one"/> waits for every step of <paramref name="other"/>, directly or not.</summary>
    public bool IsAfter(OperationDraft one, OperationDraft other)
    {
        if (ReferenceEquals(one, other))
            return false;
        if (isSequential && one.Index > other.Index)
            return true;
        if (!_before.TryGetValue(one, out HashSet<GraphNode>? before))
            _before.Add(one, before = Before(one));
        return before.Contains(other);
    }

    /// <summary>The steps that nothing orders after <paramref name="step"/>; all of them when that would leave none.</summary>
    public IReadOnlyList<StepDraft> NotAfter(StepDraft step, IReadOnlyList<StepDraft> candidates)
    {
        if (candidates.Count <= 1)
            return candidates;
        List<StepDraft> kept = [.. candidates.Where(c => !IsAfter(c.Operation, step.Operation))];
        return kept.Count > 0 ? kept : candidates;
    }

    private static HashSet<GraphNode> Before(OperationDraft operation)
    {
        HashSet<GraphNode> before = [];
        Queue<OperationDraft> open = new([operation]);
        while (open.TryDequeue(out OperationDraft? next))
            foreach (DraftEdge barrier in next.Barriers)
                if (barrier.To is OperationDraft earlier && before.Add(earlier))
                    open.Enqueue(earlier);
        return before;
    }
}
