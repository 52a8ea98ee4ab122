using System.Text.Json.Nodes;

namespace BatchWorkflow.Engine.Definitions.Binding;

/// <summary>
/// Completes the rules over several fields of a schema for validators in strict mode: a key that a rule demands or forbids is one of the rule's own
/// properties, and is described there as it is in the record.
/// </summary>
internal static class SchemaRules
{
    private static readonly string[] Combining = ["anyOf", "allOf", "oneOf", "not", "if", "then", "else"];

    /// <summary>Completes all rules of a schema.</summary>
    public static void Complete(JsonNode? schema)
    {
        if (schema is JsonObject { } node)
        {
            if (node["properties"] is JsonObject properties && node.ContainsKey("additionalProperties"))
                foreach (JsonObject rule in RulesOf(node))
                    Complete(rule, properties);
            foreach ((string _, JsonNode? part) in node)
                Complete(part);
        }
        else if (schema is JsonArray list)
        {
            foreach (JsonNode? item in list)
                Complete(item);
        }
    }

    /// <summary>The schemas for the same value that a schema combines.</summary>
    private static IEnumerable<JsonObject> RulesOf(JsonObject schema) => Combining.SelectMany(key => schema[key] switch
    {
        JsonArray several => several.OfType<JsonObject>(),
        JsonObject one => [one],
        _ => [],
    });

    private static void Complete(JsonObject rule, JsonObject record)
    {
        JsonObject own = rule["properties"] as JsonObject ?? [];
        foreach (string key in (rule["required"] as JsonArray ?? []).Select(k => (string)k!).Concat(own.Select(p => p.Key)).Distinct().ToList())
        {
            JsonObject property = own[key] as JsonObject ?? [];
            property["description"] ??= record[key]!["description"]!.DeepClone();
            own[key] ??= property;
        }
        if (own.Count > 0)
            rule["properties"] ??= own;
        foreach (JsonObject inner in RulesOf(rule))
            Complete(inner, record);
    }
}
