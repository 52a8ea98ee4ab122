namespace BatchWorkflow.Engine.Planning;

/// <summary>A step in the making.</summary>
/// <param name="id">Its id.</param>
/// <param name="operation">Its operation.</param>
/// <param name="type">What is to be done; the action follows from that and from what is there.</param>
internal sealed class StepDraft(string id, OperationDraft operation, OperationType type) : GraphNode
{
    private bool _isSelected;

    public string Id { get; } = id;
    public OperationDraft Operation { get; } = operation;
    public OperationType Type { get; } = type;
    public required StepKind Kind { get; init; }

    /// <summary>The item as the operation names it, or the shared resource's name.</summary>
    public required string Item { get; init; }

    /// <summary>The item's place in its operation.</summary>
    public int ItemIndex { get; init; }
    public ServerSite? Site { get; init; }
    public string? Provider { get; init; }
    public TaskservDefinition? Taskserv { get; init; }

    /// <summary>True when no operation names it and it is there for what requires it only.</summary>
    public bool IsExtra { get; init; }

    /// <summary>What it alone waits for, beyond <see cref="OperationDraft.Barriers"/>.</summary>
    public List<DraftEdge> Edges { get; } = [];

    /// <summary>What will be done, once that is decided.</summary>
    public Decision? Decision { get; set; }

    /// <summary>What of it is known later only.</summary>
    public List<KnownLater> Later { get; } = [];

    /// <summary>True when its operation's condition is false already.</summary>
    public bool IsSkipped { get; set; }

    /// <summary>True when the plan makes its server.</summary>
    public bool IsOnNewServer { get; set; }

    /// <summary>True for a deletion on a machine that the run does not have by then: what is there stays as it is.</summary>
    public bool IsOutOfReach { get; set; }

    /// <summary>True for a server whose machine is there before and after, whatever the plan does.</summary>
    public bool IsAdopted { get; set; }

    /// <summary>True when the size of its server is not known and so not judged.</summary>
    public bool IsSizeUnknown { get; set; }

    public override string Name => Id;
    public override bool IsSelected => _isSelected;
    public override int EdgeCount => Operation.Barriers.Count + Edges.Count;

    /// <summary>True when it makes a thing or brings it to what is wanted.</summary>
    public bool Makes => Type is OperationType.Create or OperationType.Update;

    public override DraftEdge EdgeAt(int index) =>
        index < Operation.Barriers.Count ? Operation.Barriers[index] : Edges[index - Operation.Barriers.Count];

    /// <summary>The item's path in the workflow file.</summary>
    public string ItemPath => Operation.Path($"items[{ItemIndex}]");

    /// <summary>Takes it into the plan, or out of it again.</summary>
    public void Select(bool selected = true)
    {
        _isSelected = selected;
        if (selected)
            Operation.Select();
    }
}
