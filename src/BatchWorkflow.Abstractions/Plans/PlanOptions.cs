namespace BatchWorkflow;

/// <summary>What the user asked for beside the definition.</summary>
public sealed record PlanOptions
{
    /// <summary>Names or wildcards of operations; empty means all.</summary>
    public IReadOnlyList<string> Operations { get; init; } = [];

    /// <summary>Names or wildcards of servers; empty means all.</summary>
    public IReadOnlyList<string> Servers { get; init; } = [];

    /// <summary>True adds what a part of the plan needs and lacks.</summary>
    public bool WithDependencies { get; init; }

    /// <summary>True allows a change that needs a replacement.</summary>
    public bool AllowReplace { get; init; }

    /// <summary>What every failed step does, over the definition's own; null leaves it.</summary>
    public FailureAction? OnFailure { get; init; }

    /// <summary>The environment whose variables apply.</summary>
    public string? Environment { get; init; }

    /// <summary>Variables over the definition's own.</summary>
    public IReadOnlyDictionary<string, object?> Variables { get; init; } = Values.None;
}
