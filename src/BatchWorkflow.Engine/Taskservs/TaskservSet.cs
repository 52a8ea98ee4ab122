namespace BatchWorkflow.Engine.Taskservs;

/// <summary>Loads every taskserv that a workflow or its infrastructure names, with what those require.</summary>
internal sealed class TaskservSet(TaskservFinder finder, TaskservReader reader)
{
    /// <summary>The taskservs that were found and could be read, by name.</summary>
    public IReadOnlyDictionary<string, TaskservDefinition> Load(
        WorkflowDefinition workflow, InfrastructureDefinition? infrastructure, CancellationToken cancellationToken)
    {
        SortedDictionary<string, TaskservDefinition> loaded = new(StringComparer.Ordinal);
        HashSet<string> seen = [];
        Queue<string> wanted = new(Named(workflow, infrastructure));
        while (wanted.TryDequeue(out string? name))
        {
            if (!seen.Add(name) || finder.Find(name) is not { } folder || reader.Read(folder) is not { } taskserv)
                continue;
            cancellationToken.ThrowIfCancellationRequested();
            loaded[name] = taskserv;
            foreach (string required in taskserv.Requires)
                wanted.Enqueue(required);
        }
        return loaded;
    }

    private static IEnumerable<string> Named(WorkflowDefinition workflow, InfrastructureDefinition? infrastructure) =>
        workflow.Operations.Where(o => o.Target == OperationTarget.Taskserv).SelectMany(o => o.Items)
            .Concat(infrastructure?.Servers.SelectMany(s => s.Taskservs) ?? [])
            .Concat(infrastructure?.Clusters.SelectMany(c => c.Taskservs) ?? [])
            .Distinct();
}
