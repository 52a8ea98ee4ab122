namespace BatchWorkflow.Engine.Definitions;

/// <summary>What was read of a workflow, before it is known to be right as a whole.</summary>
internal sealed record Draft
{
    /// <summary>The workflow.</summary>
    public required WorkflowDefinition Workflow { get; init; }

    /// <summary>The infrastructure, or null when its file could not be read.</summary>
    public required InfrastructureDefinition? Infrastructure { get; init; }

    /// <summary>The taskservs that are named and were found, by name.</summary>
    public required IReadOnlyDictionary<string, TaskservDefinition> Taskservs { get; init; }

    /// <summary>Names of all taskservs that are there.</summary>
    public required KnownNames KnownTaskservs { get; init; }

    /// <summary>Names of the servers.</summary>
    public KnownNames KnownServers => knownServers ??= new(Infrastructure?.Servers.Select(s => s.Name) ?? []);

    /// <summary>Names of the clusters.</summary>
    public KnownNames KnownClusters => knownClusters ??= new(Infrastructure?.Clusters.Select(c => c.Name) ?? []);

    private KnownNames? knownServers;
    private KnownNames? knownClusters;
}
