using System.Security.Cryptography;
using System.Text.Json;

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

    /// <summary>What differs between two sources: the workflow, the infrastructure, and each taskserv by name.</summary>
    public static IReadOnlyList<string> Differences(PlanSource kept, PlanSource found)
    {
        ArgumentNullException.ThrowIfNull(kept);
        ArgumentNullException.ThrowIfNull(found);
        List<string> differences = [];
        if (Of(kept.Workflow) != Of(found.Workflow))
            differences.Add("the workflow");
        if (Of(kept.Infrastructure) != Of(found.Infrastructure))
            differences.Add("the infrastructure");
        foreach (string name in kept.Taskservs.Keys.Union(found.Taskservs.Keys).Order(StringComparer.Ordinal))
            if (kept.Taskservs.GetValueOrDefault(name) is not { } before || found.Taskservs.GetValueOrDefault(name) is not { } after
                || Of(before with { Folder = "" }) != Of(after with { Folder = "" }))
                differences.Add($"taskserv {name}");
        return differences;
    }

    private static string Of<T>(T definition)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, definition);
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    private static void Append<T>(IncrementalHash hash, T definition)
    {
        using JsonDocument document = JsonSerializer.SerializeToDocument(definition, EngineJson.Line);
        using MemoryStream canonical = new();
        using (Utf8JsonWriter writer = new(canonical))
            Write(document.RootElement, writer);
        hash.AppendData(canonical.GetBuffer().AsSpan(0, (int)canonical.Length));
        hash.AppendData("\n"u8);
    }

    /// <summary>Writes keys in one order, so that equal definitions have equal bytes.</summary>
    private static void Write(JsonElement value, Utf8JsonWriter writer)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (JsonProperty property in value.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(property.Name);
                    Write(property.Value, writer);
                }
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (JsonElement item in value.EnumerateArray())
                    Write(item, writer);
                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
