using System.Text.Json;
using System.Text.Json.Nodes;

namespace BatchWorkflow.Engine.Planning;

/// <summary>What differs between definitions beside the recipes of single steps: how operations run, how servers are reached, what the whole workflow says.</summary>
internal static class SharedChanges
{
    private static readonly HashSet<string> OfSteps = ["id", "type", "items", "settings", "target"];
    private static readonly HashSet<string> OfWorkflow = ["name", "operations", "variables", "environments"];

    /// <summary>The changes, in the order of today's files.</summary>
    public static IEnumerable<BatchChange> Between(string run, PlanSource before, PlanSource after)
    {
        if (Compare(run, "workflow", before.Workflow, after.Workflow, OfWorkflow) is { } workflow)
            yield return workflow;
        Dictionary<string, OperationDefinition> operations = before.Workflow.Operations.DistinctBy(o => o.Id).ToDictionary(o => o.Id, StringComparer.Ordinal);
        foreach (OperationDefinition operation in after.Workflow.Operations)
            if (operations.TryGetValue(operation.Id, out OperationDefinition? was) && Compare(run, $"operation.{operation.Id}", was, operation, OfSteps) is { } change)
                yield return change;
        Dictionary<string, ServerDefinition> servers = before.Infrastructure.Servers.ToDictionary(s => s.Name, StringComparer.Ordinal);
        foreach (ServerDefinition server in after.Infrastructure.Servers)
            if (servers.TryGetValue(server.Name, out ServerDefinition? was) && Compare(run, $"server.{server.Name}", was.Connection, server.Connection, []) is { } change)
                yield return change;
        if (Compare(run, "infrastructure", before.Infrastructure, after.Infrastructure, ["name", "servers"]) is { } infrastructure)
            yield return infrastructure;
    }

    private static BatchChange? Compare<T>(string run, string subject, T before, T after, HashSet<string> left)
    {
        JsonObject was = Keys(before), becomes = Keys(after);
        List<PropertyDifference> differences = [];
        foreach (string key in was.Select(p => p.Key).Union(becomes.Select(p => p.Key), StringComparer.Ordinal).Where(k => !left.Contains(k)))
            if (Text(was, key) is var found && Text(becomes, key) is var wanted && found != wanted)
                differences.Add(new PropertyDifference(key, ShownValue.Of(wanted), ShownValue.Of(found)));
        return differences.Count == 0 ? null : new BatchChange
        {
            RunId = run,
            Kind = BatchChangeKind.Changed,
            Subject = subject,
            Differences = differences,
            Effect = "counts from now on",
        };
    }

    private static JsonObject Keys<T>(T definition) => (JsonObject)JsonSerializer.SerializeToNode(definition, EngineJson.Line)!;

    private static string? Text(JsonObject keys, string key) => keys.TryGetPropertyValue(key, out JsonNode? value) ? value switch
    {
        null => null,
        JsonValue one when one.GetValueKind() == JsonValueKind.String => one.GetValue<string>(),
        _ => value.ToJsonString(EngineJson.Line),
    } : null;
}
