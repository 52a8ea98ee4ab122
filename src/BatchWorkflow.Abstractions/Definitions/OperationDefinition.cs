namespace BatchWorkflow;

/// <summary>One operation of a workflow: an action on items.</summary>
public sealed record OperationDefinition
{
    /// <summary>The operation's name, unique in its workflow.</summary>
    public required string Id { get; init; }

    /// <summary>What is done.</summary>
    public required OperationType Type { get; init; }

    /// <summary>What it is done to; a gate has none.</summary>
    public OperationTarget? Target { get; init; }

    /// <summary>Names of providers whose servers it concerns; empty means all.</summary>
    public IReadOnlyList<string> Providers { get; init; } = [];

    /// <summary>Server, taskserv or cluster names.</summary>
    public IReadOnlyList<string> Items { get; init; } = [];

    /// <summary>Operations that must have succeeded entirely before any step of this one starts.</summary>
    public IReadOnlyList<string> DependsOn { get; init; } = [];

    /// <summary>True when its steps may run at once; false runs them one after another.</summary>
    public bool Parallel { get; init; } = true;

    /// <summary>How long one attempt may take; in files, whole seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>What a failed step does to the run.</summary>
    public FailureAction OnFailure { get; init; } = FailureAction.Rollback;

    /// <summary>Names or wildcards of the servers it concerns; empty means all.</summary>
    public IReadOnlyList<string> Servers { get; init; } = [];

    /// <summary>A condition; the step is Skipped when it is false. Null always holds.</summary>
    public string? When { get; init; }

    /// <summary>The operation's own retry policy, or null for the workflow's.</summary>
    public RetryPolicy? RetryPolicy { get; init; }

    /// <summary>How many of its steps may run at once; null sets no bound of its own.</summary>
    public int? BatchSize { get; init; }

    /// <summary>True when it cannot be undone.</summary>
    public bool Irreversible { get; init; }

    /// <summary>False when an attempt whose end is unknown must not be repeated.</summary>
    public bool Repeatable { get; init; } = true;

    /// <summary>Names of outputs that it promises.</summary>
    public IReadOnlyList<string> Outputs { get; init; } = [];

    /// <summary>What it asks; null unless it is a gate.</summary>
    public GateDefinition? Gate { get; init; }

    /// <summary>Provider settings for the servers of this operation; only where the workflow is not provider_agnostic.</summary>
    public IReadOnlyDictionary<string, object?> Settings { get; init; } = Values.None;
}
