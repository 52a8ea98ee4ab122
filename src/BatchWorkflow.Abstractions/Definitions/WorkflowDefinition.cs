namespace BatchWorkflow;

/// <summary>A workflow as its author wrote it, with every default filled in.</summary>
public sealed record WorkflowDefinition
{
    /// <summary>The workflow's name; part of the infrastructure's and the logs' names.</summary>
    public required string Name { get; init; }

    /// <summary>How operations are ordered.</summary>
    public WorkflowType Type { get; init; } = WorkflowType.Batch;

    /// <summary>True when provider settings may stand in the infrastructure file only.</summary>
    public bool ProviderAgnostic { get; init; } = true;

    /// <summary>The operations in the order of the file.</summary>
    public IReadOnlyList<OperationDefinition> Operations { get; init; } = [];

    /// <summary>Edges between single resources or operations, beyond <see cref="OperationDefinition.DependsOn"/>.</summary>
    public IReadOnlyList<DependencyDefinition> Dependencies { get; init; } = [];

    /// <summary>What is undone, and when.</summary>
    public RollbackStrategy RollbackStrategy { get; init; } = new();

    /// <summary>How failed attempts are repeated.</summary>
    public RetryPolicy RetryPolicy { get; init; } = new();

    /// <summary>Where log lines go.</summary>
    public LoggingConfig Logging { get; init; } = new();

    /// <summary>Who resolves secret references, or null when the workflow names nobody.</summary>
    public SecretProvider? Secrets { get; init; }

    /// <summary>References to templates that yield operations.</summary>
    public IReadOnlyList<string> Templates { get; init; } = [];

    /// <summary>Metrics, state and telemetry.</summary>
    public MonitoringConfig Monitoring { get; init; } = new();

    /// <summary>Path of the infrastructure file, relative to the workflow file; null looks for infrastructure.yaml beside it.</summary>
    public string? Infrastructure { get; init; }

    /// <summary>Values for templates, conditions and scripts: strings, booleans, numbers, lists and maps.</summary>
    public IReadOnlyDictionary<string, object?> Variables { get; init; } = Values.None;

    /// <summary>Per environment name, the variables that it overrides.</summary>
    public IReadOnlyDictionary<string, object?> Environments { get; init; } = Values.None;

    /// <summary>How many steps may run at once; null takes the engine's default.</summary>
    public int? Concurrency { get; init; }

    /// <summary>Where each field stands in its file, for messages.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public SourceMap Source { get; init; } = SourceMap.Empty;
}
