using BatchWorkflow.Engine.Planning;

namespace BatchWorkflow.Engine.Running;

/// <summary>
/// Which steps of a graph may start now. Derived from plan and state; told of each end once, in time linear in the edges.
/// </summary>
internal sealed class Frontier
{
    private readonly Dictionary<string, Node> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Barrier> _operations = new(StringComparer.Ordinal);
    private readonly List<string> _ended = [];
    private readonly StepServers _servers;
    private int _readyCount;
    private readonly Queue<Verdict> _verdicts = new();

    /// <summary>Builds the frontier of a graph over what has ended already.</summary>
    public Frontier(Plan plan, Func<string, StepStatus> statusOf)
    {
        _servers = new StepServers(plan.Source);
        foreach (PlanStep step in plan.Steps)
        {
            _nodes.Add(step.Id, new Node(step, _nodes.Count));
            Operation(step.Operation).Open++;
        }
        foreach (Node node in _nodes.Values)
        {
            node.Missing = node.Step.DependsOn.Count;
            foreach (StepDependency dependency in node.Step.DependsOn)
                (dependency.IsOperation ? Operation(dependency.On).Dependents : _nodes[dependency.On].Dependents).Add((node, dependency));
        }
        foreach (Barrier empty in _operations.Values.Where(o => o.Open == 0).ToList())
            Close(empty);
        foreach (Node node in _nodes.Values)
            if (node.Missing == 0)
                MakeReady(node);
        foreach (Node node in _nodes.Values)
            if (HasEnded(statusOf(node.Step.Id)))
                Ended(node.Step.Id, statusOf(node.Step.Id));
    }

    /// <summary>True when no step is ready.</summary>
    public bool IsIdle => _readyCount == 0;

    /// <summary>The operations that have ready steps, in plan order.</summary>
    public IEnumerable<string> ReadyOperations => _operations.Values.Where(o => o.Ready.Count > 0).Select(o => o.Name);

    /// <summary>The operations that have ended, in the order of their end.</summary>
    public IReadOnlyList<string> EndedOperations => _ended;

    /// <summary>The steps of an operation whose dependencies are met and that have not been taken, in plan order.</summary>
    public IEnumerable<PlanStep> ReadyIn(string operation) => Operation(operation).Ready.Select(n => n.Step);

    /// <summary>The step of that id.</summary>
    public PlanStep StepOf(string id) => _nodes[id].Step;

    /// <summary>Takes a step out: it starts now.</summary>
    public void Take(string step) => MakeUnready(_nodes[step]);

    /// <summary>Puts a step back that was taken and did not end: it waits for another attempt.</summary>
    public void PutBack(string step) => MakeReady(_nodes[step]);

    /// <summary>
    /// Says how a step ended; what follows from it for others is in <see cref="TakeVerdicts"/>. One that ended before all that it waits for sets
    /// others free only with the last of that: what is ordered behind it is ordered behind that as well.
    /// </summary>
    public void Ended(string step, StepStatus status)
    {
        Node node = _nodes[step];
        if (node.HasEnded)
            return;
        node.HasEnded = true;
        MakeUnready(node);
        if (node.Missing == 0)
        {
            Conclude(node, status);
            return;
        }
        node.Early = status;
        foreach ((Node dependent, StepDependency edge) in node.Dependents)
            if (!Holds(status) && edge.Type == StepEdge.Hard && !dependent.HasEnded)
                Break(dependent, status, step);
    }

    private void Conclude(Node node, StepStatus status)
    {
        string step = node.Step.Id;
        bool holds = Holds(status);
        foreach ((Node dependent, StepDependency edge) in node.Dependents)
            Release(dependent, edge, holds, status, step);
        Barrier operation = Operation(node.Step.Operation);
        if (holds)
            operation.Ends.Held(node.After);
        else
            operation.Ends.Broke(new BrokenStep(step, status), _servers.Of(node.Step));
        if (--operation.Open == 0)
            Close(operation);
    }

    /// <summary>What follows from the ends so far: steps to omit, warnings about soft edges. Each is given once.</summary>
    public IEnumerable<Verdict> TakeVerdicts()
    {
        while (_verdicts.TryDequeue(out Verdict? verdict))
            if (verdict.Warning || !_nodes[verdict.Step].HasEnded)
                yield return verdict;
    }

    private void Close(Barrier operation)
    {
        _ended.Add(operation.Name);
        foreach ((Node dependent, StepDependency edge) in operation.Dependents)
        {
            bool isHard = edge.Type == StepEdge.Hard;
            if (isHard && dependent.Step.Server is null)
                (dependent.After ??= []).Add(operation.Ends);
            BrokenStep? broken = operation.Ends.For(edge.PerServer, isHard ? dependent.Step.Server : null);
            Release(dependent, edge, broken is null, broken?.Status ?? StepStatus.Succeeded, broken?.Step ?? operation.Name);
        }
    }

    private void Release(Node dependent, StepDependency edge, bool holds, StepStatus status, string by)
    {
        dependent.Missing--;
        if (dependent is { Early: { } early, Missing: 0 })
        {
            dependent.Early = null;
            Conclude(dependent, early);
        }
        if (dependent.HasEnded)
            return;
        if (!holds && edge.Type == StepEdge.Hard)
        {
            Break(dependent, status, by);
        }
        else if (!holds && edge.Type == StepEdge.Soft)
        {
            _verdicts.Enqueue(new Verdict(dependent.Step.Id, $"{dependent.Step.Id} goes on though {by} {Words(status)}", Warning: true));
        }
        if (dependent.Missing == 0 && !dependent.Broken)
            MakeReady(dependent);
    }

    private void Break(Node dependent, StepStatus status, string by)
    {
        if (dependent.Broken)
            return;
        dependent.Broken = true;
        _verdicts.Enqueue(new Verdict(dependent.Step.Id, $"{by} {Words(status)}", Warning: false));
    }

    private void MakeReady(Node node) => _readyCount += Operation(node.Step.Operation).Ready.Add(node) ? 1 : 0;

    private void MakeUnready(Node node) => _readyCount -= Operation(node.Step.Operation).Ready.Remove(node) ? 1 : 0;

    private Barrier Operation(string name)
    {
        if (!_operations.TryGetValue(name, out Barrier? found))
            _operations.Add(name, found = new Barrier(name));
        return found;
    }

    /// <summary>Whether an end satisfies a hard dependency: success does, and a condition that was false or a person's skip does.</summary>
    private static bool Holds(StepStatus status) => status is StepStatus.Succeeded or StepStatus.Skipped or StepStatus.Reverted;

    private static bool HasEnded(StepStatus status) =>
        status is not (StepStatus.Pending or StepStatus.Waiting or StepStatus.Running or StepStatus.Reverting);

    private static string Words(StepStatus status) => status switch
    {
        StepStatus.Failed => "failed",
        StepStatus.Omitted => "was omitted",
        StepStatus.Cancelled => "was cancelled",
        StepStatus.RevertFailed => "could not be undone",
        _ => $"ended {status}",
    };

    /// <summary>What follows for a step from another's end.</summary>
    /// <param name="Step">The step.</param>
    /// <param name="Reason">Why, in words.</param>
    /// <param name="Warning">True for a warning only; false when the step must be omitted.</param>
    internal sealed record Verdict(string Step, string Reason, bool Warning);

    private sealed class Node(PlanStep step, int index)
    {
        public PlanStep Step { get; } = step;
        public int Index { get; } = index;
        public List<(Node Step, StepDependency Edge)> Dependents { get; } = [];
        public int Missing { get; set; }

        /// <summary>The ends of the operations that it comes after, when it has no server of its own.</summary>
        public List<OperationEnds>? After { get; set; }
        public bool Broken { get; set; }
        public bool HasEnded { get; set; }

        /// <summary>How it ended, while what comes before it has not: it was left out or skipped early, or had ended before what comes first began again.</summary>
        public StepStatus? Early { get; set; }
    }

    private sealed class Barrier(string name)
    {
        public string Name { get; } = name;
        public List<(Node Step, StepDependency Edge)> Dependents { get; } = [];
        public SortedSet<Node> Ready { get; } = new(Comparer<Node>.Create((a, b) => a.Index.CompareTo(b.Index)));
        public int Open { get; set; }
        public OperationEnds Ends { get; } = new();
    }
}
