using System.Text.Json;

namespace BatchWorkflow.Engine.Definitions.Checking;

/// <summary>Checks the items of operations: that they are there, and that taskservs have a script for what is asked of them.</summary>
internal static class ItemCheck
{
    /// <summary>Runs it.</summary>
    public static void Run(Draft draft, ProblemList problems)
    {
        Dictionary<string, ClusterDefinition> clusters = [];
        foreach (ClusterDefinition cluster in draft.Infrastructure?.Clusters ?? [])
            clusters.TryAdd(cluster.Name, cluster);
        for (int i = 0; i < draft.Workflow.Operations.Count; i++)
        {
            OperationDefinition operation = draft.Workflow.Operations[i];
            for (int j = 0; j < operation.Items.Count; j++)
            {
                string item = operation.Items[j];
                string path = $"operations[{i}].items[{j}]";
                if (!IsKnown(operation, item, path, draft, problems))
                    continue;
                if (operation.Target == OperationTarget.Taskserv)
                    Script(operation, item, path, draft, problems);
                foreach (string taskserv in operation.Target == OperationTarget.Cluster ? clusters.GetValueOrDefault(item)?.Taskservs ?? [] : [])
                    Script(operation, taskserv, path, draft, problems);
            }
        }
    }

    private static bool IsKnown(OperationDefinition operation, string item, string path, Draft draft, ProblemList problems)
    {
        if (draft.Infrastructure is null && operation.Target != OperationTarget.Taskserv)
            return true;
        KnownNames? known = operation.Target switch
        {
            OperationTarget.Server => draft.KnownServers,
            OperationTarget.Taskserv => draft.KnownTaskservs,
            OperationTarget.Cluster => draft.KnownClusters,
            _ => null,
        };
        if (known is null || known.Has(item))
            return true;
        string what = operation.Target.ToString()!;
        string? advice = operation.Target == OperationTarget.Taskserv ? TaskservCheck.WhereToAdd(item) : $"Add it to {Infrastructure(draft)}.";
        problems.Add($"Definition.Unknown{what}", draft.Workflow.Source.Find(path), $"Operation {operation.Id}: there is no {what.ToLowerInvariant()} {item}.",
            known.Hint(item) ?? advice);
        return false;
    }

    private static string Infrastructure(Draft draft) =>
        draft.Infrastructure!.Source.File is { Length: > 0 } file && file != draft.Workflow.Source.File ? file : "an infrastructure.yaml beside the workflow";

    private static void Script(OperationDefinition operation, string name, string path, Draft draft, ProblemList problems)
    {
        if (!draft.Taskservs.TryGetValue(name, out TaskservDefinition? taskserv))
            return;
        string action = JsonNamingPolicy.SnakeCaseLower.ConvertName(operation.Type.ToString());
        SourceLocation at = draft.Workflow.Source.Find(path);
        // An update without a script of its own is a create.
        string? script = taskserv.Scripts.GetValueOrDefault(action)
            ?? (operation.Type == OperationType.Update ? taskserv.Scripts.GetValueOrDefault("create") : null);
        if (script is null)
            problems.Add("Definition.NoScript", at, $"Operation {operation.Id}: taskserv {name} has no script for {action}.",
                $"Add {action}.sh to {taskserv.Folder}.");
    }
}
