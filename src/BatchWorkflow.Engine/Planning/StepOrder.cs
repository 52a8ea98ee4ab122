namespace BatchWorkflow.Engine.Planning;

/// <summary>
/// Puts the steps in an order in which each stands after all that it waits for, otherwise as the definition has them; finds cycles.
/// </summary>
internal sealed class StepOrder(PlanDraft draft)
{
    private readonly List<StepDraft> _sorted = [];
    private readonly Stack<(GraphNode Node, int Next)> _path = new();
    private readonly CycleReport _cycles = new(draft);

    /// <summary>The selected steps in order. Cycles become problems, and are broken so that all else can still be judged.</summary>
    public IReadOnlyList<StepDraft> Sort()
    {
        foreach (OperationDraft operation in draft.Making.Concat(draft.Operations).Concat(draft.Going))
            foreach (StepDraft step in operation.Steps)
                if (step.IsSelected && step.Visit == Visit.New)
                    Walk(step);
        return _sorted;
    }

    private void Walk(GraphNode root)
    {
        Enter(root);
        while (_path.TryPop(out (GraphNode Node, int Next) at))
        {
            if (at.Next == at.Node.EdgeCount)
            {
                Leave(at.Node);
                continue;
            }
            _path.Push((at.Node, at.Next + 1));
            GraphNode to = at.Node.EdgeAt(at.Next).To;
            if (!to.IsSelected || to.Visit == Visit.Done)
                continue;
            if (to.Visit == Visit.Open)
                _cycles.Add(_path, to);
            else
                Enter(to);
        }
    }

    private void Enter(GraphNode node)
    {
        node.Visit = Visit.Open;
        _path.Push((node, 0));
    }

    private void Leave(GraphNode node)
    {
        node.Visit = Visit.Done;
        if (node is StepDraft step)
            _sorted.Add(step);
    }
}
