namespace BatchWorkflow.Engine.Planning;

/// <summary>An operation in the making; as a node of the graph it is the end of all of its steps.</summary>
/// <param name="id">Its id; provider.name for the shared resources of a provider.</param>
/// <param name="index">Its place in the workflow; -1 for shared resources.</param>
/// <param name="definition">Its definition; null for shared resources.</param>
internal sealed class OperationDraft(string id, int index, OperationDefinition? definition) : GraphNode
{
    private bool _isSelected;

    public string Id { get; } = id;
    public int Index { get; } = index;
    public OperationDefinition? Definition { get; } = definition;
    public List<StepDraft> Steps { get; } = [];

    /// <summary>What every step of it waits for; kept once so that N steps behind M steps cost N + M.</summary>
    public List<DraftEdge> Barriers { get; } = [];

    /// <summary>What every step of it waits for, as the plan has it.</summary>
    public IReadOnlyList<StepDependency>? Dependencies { get; set; }

    public override string Name => $"operation.{Id}";
    public override bool IsSelected => _isSelected;
    public override int EdgeCount => Steps.Count;
    public override DraftEdge EdgeAt(int index) => new(Steps[index], StepEdge.Hard, EdgeOrigin.Part);

    /// <summary>The path of one of its fields in the workflow file.</summary>
    public string Path(string field) => $"operations[{Index}].{field}";

    /// <summary>Takes it into the plan.</summary>
    public void Select() => _isSelected = true;

    /// <summary>True when its every step waits for that node.</summary>
    public bool WaitsFor(GraphNode node)
    {
        foreach (DraftEdge barrier in Barriers)
            if (ReferenceEquals(barrier.To, node))
                return true;
        return false;
    }
}
