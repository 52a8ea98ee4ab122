using System.Text.Json.Serialization;

namespace BatchWorkflow;

/// <summary>The atom of a run: one operation, one item, one server or provider.</summary>
public sealed record PlanStep
{
    /// <summary>Unique in the plan: operation/server, operation/taskserv@server, operation/cluster.taskserv@server, provider.name/resource.</summary>
    public required string Id { get; init; }

    /// <summary>The operation it belongs to; provider.name for a shared resource.</summary>
    public required string Operation { get; init; }

    /// <summary>The item as the operation names it, or the shared resource's name.</summary>
    public required string Item { get; init; }

    /// <summary>What sort of thing it acts on.</summary>
    public required StepKind Kind { get; init; }

    /// <summary>What it will do.</summary>
    public required StepAction Action { get; init; }

    /// <summary>The server it acts on or runs on; null for shared resources and gates.</summary>
    public string? Server { get; init; }

    /// <summary>The provider of that server or resource.</summary>
    public string? Provider { get; init; }

    /// <summary>The taskserv whose scripts it runs; null for servers, shared resources and gates.</summary>
    public string? Taskserv { get; init; }

    /// <summary>Why it does that, in one sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>True when action and reason are certain; false when they are estimated.</summary>
    public bool Exact { get; init; }

    /// <summary>How many steps stand before it on its longest chain.</summary>
    public int Wave { get; init; }

    /// <summary>How long it will probably take, from earlier runs; null when nothing is known.</summary>
    public TimeSpan? Estimate { get; init; }

    /// <summary>What it waits for.</summary>
    public IReadOnlyList<StepDependency> DependsOn { get; init; } = [];

    /// <summary>True when a crash in its middle may make it run twice: it has no check and may be repeated.</summary>
    public bool MayRunTwice { get; init; }

    /// <summary>True when the plan makes its server, so that nothing of a former installation can be on it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsOnNewServer { get; init; }

    /// <summary>True for a server whose machine is there before and after: creating only takes it over, deleting only forgets it, and what is on it stays.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsAdopted { get; init; }

    /// <summary>True when it cannot be undone.</summary>
    public bool Irreversible { get; init; }

    /// <summary>True when a stand-in of ours runs in place of the real service.</summary>
    public bool StandIn { get; init; }

    /// <summary>What differs between the thing and what is wanted of it.</summary>
    public IReadOnlyList<PropertyDifference> Differences { get; init; } = [];
}
