namespace BatchWorkflow.Engine.Running;

/// <summary>Which steps of a run begin anew.</summary>
public sealed record RestartOptions
{
    /// <summary>Names or wildcards of operations; empty means all.</summary>
    public IReadOnlyList<string> Operations { get; init; } = [];

    /// <summary>Names or wildcards of servers; empty means all.</summary>
    public IReadOnlyList<string> Servers { get; init; } = [];

    /// <summary>True takes only failed steps and what waits for them; false also what was reverted, cancelled or omitted for other reasons.</summary>
    public bool FailedOnly { get; init; }
}
