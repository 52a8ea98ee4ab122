namespace BatchWorkflow.Engine.Planning;

/// <summary>
/// The forward graph turned round, over only those steps that are undone: for any two of them that a forward path joins, however it
/// goes, the later is undone first. Edges between resources stay hard, so what could not be undone keeps what it stands on; barriers
/// only order, and stay one edge.
/// </summary>
internal sealed class UndoGraph
{
    private readonly IReadOnlyList<PlanStep> _forward;
    private readonly Func<PlanStep, bool> _isUndone;
    private readonly Dictionary<string, Node> _nodes;
    private readonly Dictionary<string, Operation> _operations = new(StringComparer.Ordinal);

    public UndoGraph(IReadOnlyList<PlanStep> forward, Func<PlanStep, bool> isUndone)
    {
        (_forward, _isUndone) = (forward, isUndone);
        _nodes = new Dictionary<string, Node>(forward.Count, StringComparer.Ordinal);
        for (int i = 0; i < forward.Count; i++)
            Add(forward[i], i);
        foreach (Node node in _nodes.Values)
            foreach (StepDependency dependency in node.Step.DependsOn)
                (dependency.IsOperation ? OperationOf(dependency.On).Dependents : _nodes[dependency.On].Dependents)
                    .Add((node, dependency.Type == StepEdge.Hard && !dependency.IsOperation));
        foreach (Operation operation in _operations.Values.OrderByDescending(o => o.Last))
            operation.Waits = Compact(Reach(operation.Dependents));
    }

    /// <summary>What the undoing of a step waits for.</summary>
    public IReadOnlyList<StepDependency> WaitsOf(string step)
    {
        Node node = _nodes[step];
        IReadOnlyList<StepDependency> barriers = OperationOf(node.Step.Operation).Waits;
        if (node.Dependents.Count == 0)
            return barriers;
        Reached reached = Reach(node.Dependents);
        Take(reached, barriers);
        return Waits(reached);
    }

    private void Add(PlanStep step, int position)
    {
        bool isUndone = _isUndone(step);
        _nodes.Add(step.Id, new Node(step, isUndone));
        Operation operation = OperationOf(step.Operation);
        operation.Last = position;
        operation.Undone += isUndone ? 1 : 0;
    }

    private Operation OperationOf(string id)
    {
        if (!_operations.TryGetValue(id, out Operation? operation))
            _operations.Add(id, operation = new Operation(id));
        return operation;
    }

    /// <summary>
    /// The nearest undone steps along forward paths through steps that are not undone; past such a step lie also the dependents of its
    /// operation.
    /// </summary>
    private Reached Reach(List<(Node Node, bool IsHard)> from)
    {
        Reached reached = new();
        HashSet<(Node, bool)> seen = [];
        Stack<(Node Node, bool IsHard)> open = new(from);
        while (open.TryPop(out (Node Node, bool IsHard) at))
        {
            if (!seen.Add(at))
                continue;
            if (at.Node.IsUndone)
            {
                reached.Take(at.Node, at.IsHard);
                continue;
            }
            Take(reached, OperationOf(at.Node.Step.Operation).Waits);
            foreach ((Node next, bool isHard) in at.Node.Dependents)
                open.Push((next, at.IsHard && isHard));
        }
        return reached;
    }

    /// <summary>An operation in place of its steps wherever all that is undone of it was reached.</summary>
    private List<StepDependency> Compact(Reached reached)
    {
        foreach (IGrouping<string, Node> group in reached.Steps.Keys.GroupBy(n => n.Step.Operation, StringComparer.Ordinal))
            if (group.Count() == OperationOf(group.Key).Undone)
                reached.Operations.Add(group.Key);
        return Waits(reached);
    }

    /// <summary>The edges to what was reached; of what only orders, that is left out which the rest waits for itself.</summary>
    private List<StepDependency> Waits(Reached reached)
    {
        HashSet<string> implied = [.. reached.Steps.Keys.Select(n => n.Step.Operation).Union(reached.Operations, StringComparer.Ordinal)
            .SelectMany(o => OperationOf(o).Waits).Select(w => w.On)];
        List<StepDependency> waits = [];
        foreach (string operation in reached.Operations)
            if (!implied.Contains(operation))
                waits.Add(new StepDependency { On = operation, IsOperation = true, Type = StepEdge.Order });
        foreach ((Node node, bool isHard) in reached.Steps)
            if (isHard || (!reached.Operations.Contains(node.Step.Operation) && !implied.Contains(node.Step.Id)))
                waits.Add(new StepDependency { On = node.Step.Id, Type = isHard ? StepEdge.Hard : StepEdge.Order });
        return waits;
    }

    private void Take(Reached reached, IReadOnlyList<StepDependency> waits)
    {
        foreach (StepDependency wait in waits)
            if (wait.IsOperation)
                reached.Operations.Add(wait.On);
            else
                reached.Take(_nodes[wait.On], isHard: false);
    }

    private sealed class Node(PlanStep step, bool isUndone)
    {
        public PlanStep Step { get; } = step;
        public bool IsUndone { get; } = isUndone;
        public List<(Node Node, bool IsHard)> Dependents { get; } = [];
    }

    private sealed class Operation(string id)
    {
        public string Id { get; } = id;
        public List<(Node Node, bool IsHard)> Dependents { get; } = [];
        public IReadOnlyList<StepDependency> Waits { get; set; } = [];
        public int Last { get; set; } = -1;
        public int Undone { get; set; }
    }

    private sealed class Reached
    {
        public Dictionary<Node, bool> Steps { get; } = [];
        public HashSet<string> Operations { get; } = new(StringComparer.Ordinal);

        public void Take(Node node, bool isHard) => Steps[node] = isHard || Steps.GetValueOrDefault(node);
    }
}
