namespace BatchWorkflow.Engine.Planning;

/// <summary>The barriers that depends_on sets between operations.</summary>
internal static class OperationEdges
{
    /// <summary>Connects every operation.</summary>
    public static void Connect(PlanDraft draft)
    {
        foreach (OperationDraft operation in draft.Operations)
            for (int i = 0; i < operation.Definition!.DependsOn.Count; i++)
                Connect(draft, operation, operation.Definition.DependsOn[i], draft.InWorkflow(operation.Path($"depends_on[{i}]")));
    }

    private static void Connect(PlanDraft draft, OperationDraft operation, string on, SourceLocation location)
    {
        EdgeOrigin origin = new($"depends_on of operation {operation.Id}", location);
        if (draft.Operation(on) is { } target)
            operation.Barriers.Add(new DraftEdge(target, StepEdge.Hard, origin, EdgeNeed.Effect, draft.GoesOn(target)));
        else
            draft.Problems.Add("Plan.UnknownOperation", $"Operation {operation.Id} depends on {on}, which is not known.",
                Phrases.DidYouMean(on, [.. draft.Operations.Select(o => o.Id)]), location);
    }

    /// <summary>
    /// The barriers that stand once it is settled which operations are in the plan: through an operation that is left out go the
    /// barriers of its own, and a sequential workflow runs one operation after another.
    /// </summary>
    public static void Settle(PlanDraft draft)
    {
        foreach (OperationDraft operation in draft.Operations.Where(o => o.IsSelected))
            if (operation.Barriers.Any(b => !b.To.IsSelected))
                Bridge(operation);
        if (draft.Workflow.Type != WorkflowType.Sequential)
            return;
        EdgeOrigin origin = new("the workflow is sequential", draft.InWorkflow("type"));
        OperationDraft? before = null;
        foreach (OperationDraft operation in draft.Operations.Where(o => o.IsSelected))
        {
            if (before is not null && !operation.WaitsFor(before))
                operation.Barriers.Add(new DraftEdge(before, StepEdge.Order, origin));
            before = operation;
        }
    }

    private static void Bridge(OperationDraft operation)
    {
        HashSet<GraphNode> seen = [.. operation.Barriers.Select(b => b.To)];
        Queue<GraphNode> leftOut = new(operation.Barriers.Select(b => b.To).Where(n => !n.IsSelected));
        while (leftOut.TryDequeue(out GraphNode? node))
            foreach (DraftEdge barrier in node is OperationDraft gap ? gap.Barriers : [])
                if (!seen.Add(barrier.To))
                    continue;
                else if (barrier.To.IsSelected)
                    operation.Barriers.Add(barrier with { Need = EdgeNeed.None });
                else
                    leftOut.Enqueue(barrier.To);
    }
}
