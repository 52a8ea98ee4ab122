using System.Text.Json.Nodes;
using BatchWorkflow.Engine.Definitions.Binding;

namespace BatchWorkflow.Simulation.Tests.Fields;

/// <summary>The records and fields of the JSON Schemas, by their paths: workflow.operations[].answers.*.type.</summary>
internal static class SchemaFields
{
    private static readonly string[] SameValue = ["anyOf", "allOf", "oneOf"];

    /// <summary>The names of each record's fields by the record's path.</summary>
    public static SortedDictionary<string, SortedSet<string>> Records { get; } = Read();

    /// <summary>The fields that hold no record: what there is to turn.</summary>
    public static IReadOnlyList<string> Leaves { get; } = FindLeaves();


    private static SortedDictionary<string, SortedSet<string>> Read()
    {
        SortedDictionary<string, SortedSet<string>> records = new(StringComparer.Ordinal);
        foreach ((string file, string text) in DefinitionSchema.Files)
            Walk((JsonObject)JsonNode.Parse(text)!, file[..file.IndexOf('.', StringComparison.Ordinal)], records);
        return records;
    }

    private static void Walk(JsonObject schema, string path, SortedDictionary<string, SortedSet<string>> records)
    {
        foreach (JsonNode? part in SameValue.SelectMany(k => schema[k] as JsonArray ?? []))
            Walk((JsonObject)part!, path, records);
        if (schema["properties"] is JsonObject properties)
        {
            if (!records.TryGetValue(path, out SortedSet<string>? names))
                records.Add(path, names = new SortedSet<string>(StringComparer.Ordinal));
            foreach ((string name, JsonNode? value) in properties)
            {
                names.Add(name);
                Walk((JsonObject)value!, $"{path}.{name}", records);
            }
        }
        if (schema["items"] is JsonObject item)
            Walk(item, path + "[]", records);
        foreach ((string _, JsonNode? value) in schema["patternProperties"] as JsonObject ?? [])
            Walk((JsonObject)value!, path + ".*", records);
    }

    private static List<string> FindLeaves()
    {
        List<string> all = [.. Records.SelectMany(r => r.Value.Select(f => $"{r.Key}.{f}"))];
        return [.. all.Where(f => !Records.Keys.Any(r => r == f || r.StartsWith(f + ".", StringComparison.Ordinal) || r.StartsWith(f + "[", StringComparison.Ordinal)))];
    }
}
