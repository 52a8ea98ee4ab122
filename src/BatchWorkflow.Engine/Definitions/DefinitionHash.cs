using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BatchWorkflow.Engine.Definitions;

/// <summary>Says whether two plans were made from the same definitions.</summary>
public static class DefinitionHash
{
    /// <summary>SHA-256 in hex over the workflow, the infrastructure and every taskserv with its files, wherever their folders lie.</summary>
    public static string Compute(PlanSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, source.Workflow);
        Append(hash, source.Infrastructure);
        foreach (TaskservDefinition taskserv in source.Taskservs.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => t.Value))
            Append(hash, taskserv with { Folder = "" });
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    private static void Append<T>(IncrementalHash hash, T definition)
    {
        using MemoryStream canonical = new();
        using (Utf8JsonWriter writer = new(canonical))
            Write(JsonSerializer.SerializeToNode(definition, EngineJson.Line), writer);
        hash.AppendData(canonical.GetBuffer().AsSpan(0, (int)canonical.Length));
        hash.AppendData("\n"u8);
    }

    /// <summary>Writes keys in one order, so that equal definitions have equal bytes.</summary>
    private static void Write(JsonNode? node, Utf8JsonWriter writer)
    {
        switch (node)
        {
            case JsonObject map:
                writer.WriteStartObject();
                foreach ((string key, JsonNode? value) in map.OrderBy(p => p.Key, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(key);
                    Write(value, writer);
                }
                writer.WriteEndObject();
                break;
            case JsonArray list:
                writer.WriteStartArray();
                foreach (JsonNode? item in list)
                    Write(item, writer);
                writer.WriteEndArray();
                break;
            case null:
                writer.WriteNullValue();
                break;
            default:
                node.WriteTo(writer);
                break;
        }
    }
}
