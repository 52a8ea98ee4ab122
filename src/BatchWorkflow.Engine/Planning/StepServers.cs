namespace BatchWorkflow.Engine.Planning;

/// <summary>The servers that a step of a plan is about: its own, and for a cluster all of the cluster's.</summary>
internal sealed class StepServers(PlanSource source)
{
    private readonly HashSet<string> _clusterOperations =
        [.. source.Workflow.Operations.Where(o => o.Target == OperationTarget.Cluster).Select(o => o.Id)];

    private readonly Dictionary<string, IReadOnlyList<string>> _clusters =
        source.Infrastructure.Clusters.DistinctBy(c => c.Name).ToDictionary(c => c.Name, c => c.Servers, StringComparer.Ordinal);

    /// <summary>Their names; none for a gate or a shared resource.</summary>
    public IReadOnlyList<string> Of(PlanStep step) => step.Server switch
    {
        null => [],
        _ when _clusterOperations.Contains(step.Operation) && _clusters.TryGetValue(step.Item, out IReadOnlyList<string>? servers) => servers,
        { } own => [own],
    };
}
