using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace BatchWorkflow.Simulation.Tests.Fields;

/// <summary>The definitions in which fields are turned: two servers and a taskserv on them, as JSON that tests change.</summary>
internal sealed partial class FieldFiles
{
    private readonly JsonObject _root = (JsonObject)JsonNode.Parse("""
        {
          "workflow": {
            "name": "w",
            "retry_policy": { "max_attempts": 1 },
            "operations": [
              { "id": "make", "type": "create", "target": "server", "items": ["a", "b"] },
              { "id": "app", "type": "create", "target": "taskserv", "items": ["t"], "depends_on": ["make"] }
            ]
          },
          "infrastructure": {
            "name": "infra",
            "servers": [
              { "name": "a", "provider": "simulated", "connection": { "kind": "simulated" } },
              { "name": "b", "provider": "simulated", "connection": { "kind": "simulated" } }
            ]
          },
          "elsewhere": {
            "name": "elsewhere",
            "servers": [{ "name": "a", "provider": "simulated", "connection": { "kind": "simulated" } }, { "name": "b", "provider": "simulated", "connection": { "kind": "simulated" } }]
          },
          "taskserv": {},
          "other": {}
        }
        """)!;

    /// <summary>Puts a value, given as JSON, at a path such as workflow.operations[1].timeout; null takes it away.</summary>
    public void Put(string path, string? json)
    {
        JsonNode at = _root;
        string[] parts = [.. Part.Matches(path).Select(m => m.Value)];
        for (int i = 0; i < parts.Length - 1; i++)
        {
            if (Child(at, parts[i]) is null && json is null)
                return;
            at = Child(at, parts[i]) ?? Add(at, parts[i], parts[i + 1][0] == '[' ? new JsonArray() : new JsonObject());
        }
        if (json is not null)
            Set(at, parts[^1], JsonNode.Parse(json));
        else if (at is JsonObject map)
            map.Remove(parts[^1]);
        else
            throw new ArgumentException($"Nothing can be taken from {path}.", nameof(path));
    }

    /// <summary>Writes them into a folder.</summary>
    /// <returns>The workflow's path.</returns>
    public string Write(string folder, IReadOnlyCollection<string> scripts)
    {
        Directory.CreateDirectory(Path.Combine(folder, "places"));
        File.WriteAllText(Path.Combine(folder, "infrastructure.yaml"), _root["infrastructure"]!.ToJsonString());
        File.WriteAllText(Path.Combine(folder, "places", "elsewhere.yaml"), _root["elsewhere"]!.ToJsonString());
        File.WriteAllText(Path.Combine(folder, "more.yaml.j2"), "- { id: more, type: create, target: taskserv, items: [u] }\n");
        foreach ((string name, string key) in new[] { ("t", "taskserv"), ("u", "other"), ("v", "third") })
        {
            string own = Path.Combine(folder, "taskservs", name);
            Directory.CreateDirectory(own);
            File.WriteAllText(Path.Combine(own, "taskserv.yaml"), (_root[key] ?? new JsonObject()).ToJsonString());
            foreach (string script in scripts)
                File.WriteAllText(Path.Combine(own, script + ".sh"), "true\n");
        }
        string path = Path.Combine(folder, "workflow.yaml");
        File.WriteAllText(path, _root["workflow"]!.ToJsonString());
        return path;
    }

    [GeneratedRegex(@"\[\d+\]|[^.\[]+")]
    private static partial Regex Part { get; }

    private static int Index(string part) => int.Parse(part[1..^1], System.Globalization.CultureInfo.InvariantCulture);

    private static JsonNode? Child(JsonNode at, string part) => at switch
    {
        JsonArray list => Index(part) < list.Count ? list[Index(part)] : null,
        _ => at[part],
    };

    private static JsonNode Add(JsonNode at, string part, JsonNode made)
    {
        Set(at, part, made);
        return made;
    }

    private static void Set(JsonNode at, string part, JsonNode? value)
    {
        if (at is not JsonArray list)
            at[part] = value;
        else if (Index(part) < list.Count)
            list[Index(part)] = value;
        else
            list.Add(value);
    }
}
