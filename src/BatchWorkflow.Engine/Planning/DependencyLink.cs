using BatchWorkflow.Engine.Definitions;

namespace BatchWorkflow.Engine.Planning;

/// <summary>One entry of the workflow's dependencies, with its names read.</summary>
/// <param name="Definition">The entry.</param>
/// <param name="Source">What depends.</param>
/// <param name="Target">What it depends on.</param>
/// <param name="Location">Where the entry stands.</param>
internal sealed record DependencyLink(
    DependencyDefinition Definition, DependencyName Source, DependencyName Target, SourceLocation Location)
{
    private readonly EdgeOrigin _origin = new(
        $"{Definition.Source} depends on {Definition.Target}", Location, Definition.WaitCondition);

    private readonly EdgeOrigin _reverse = new(
        $"{Definition.Source} depends on {Definition.Target}, so it goes first", Location, Definition.WaitCondition);

    /// <summary>Between two taskservs an edge stays on one server, unless the target names its own.</summary>
    public bool IsPerServer => Source.Kind == DependencyKind.Taskserv && Target is { Kind: DependencyKind.Taskserv, Server: null };

    private StepEdge Type => Definition.Type == DependencyType.Hard ? StepEdge.Hard : StepEdge.Soft;

    /// <summary>The edge to a target.</summary>
    public DraftEdge Edge(GraphNode target) => new(target, Type, _origin, Definition.Type switch
    {
        DependencyType.Hard => EdgeNeed.Effect,
        DependencyType.Soft => EdgeNeed.Step,
        _ => EdgeNeed.None,
    });

    /// <summary>The edge from a target that goes to a source that goes before it.</summary>
    public DraftEdge Reverse(StepDraft source) => new(source, Type, _reverse);

    /// <summary>What is wrong when the target is neither in the plan nor there; {0} stands for servers.</summary>
    public Problem Unmet() => new()
    {
        Code = "Plan.DependencyMissing",
        Message = Definition.Type == DependencyType.Hard
            ? $"{Definition.Source} depends on {Definition.Target}, which is neither in the plan nor there{(IsPerServer ? " on {0}" : "")}."
            : $"{Definition.Source} depends softly on {Definition.Target}, which is not in the plan.",
        Hint = Definition.Type == DependencyType.Hard
            ? "Add it to an operation, or make the dependency optional."
            : "Make the dependency optional to do without it.",
        Location = Location,
    };
}
