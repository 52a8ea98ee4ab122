namespace BatchWorkflow;

/// <summary>A group of servers on which taskservs are installed once.</summary>
public sealed record ClusterDefinition
{
    /// <summary>What items of target cluster name.</summary>
    public required string Name { get; init; }

    /// <summary>Its servers; its steps run on the first.</summary>
    public IReadOnlyList<string> Servers { get; init; } = [];

    /// <summary>The taskservs that make it up.</summary>
    public IReadOnlyList<string> Taskservs { get; init; } = [];
}
