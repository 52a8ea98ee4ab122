using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BatchWorkflow.Engine.Definitions.Binding;

/// <summary>The JSON Schemas of definition files, from the same description that the files are read by.</summary>
internal static class DefinitionSchema
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text of each schema file by its name.</summary>
    public static IReadOnlyDictionary<string, string> Files { get; } = new Dictionary<string, string>
    {
        ["workflow.schema.json"] = Text("BatchWorkflow workflow", WorkflowFields.Shape),
        ["infrastructure.schema.json"] = Text("BatchWorkflow infrastructure", InfrastructureFields.Shape),
        ["taskserv.schema.json"] = Text("BatchWorkflow taskserv", TaskservFields.Shape),
    };

    private static string Text<T>(string title, RecordShape<T> shape)
        where T : class
    {
        JsonObject schema = new() { ["$schema"] = "http://json-schema.org/draft-07/schema#", ["title"] = title };
        foreach ((string key, JsonNode? value) in shape.Schema())
            schema[key] = value?.DeepClone();
        schema["patternProperties"] = new JsonObject { ["^x-"] = new JsonObject { ["description"] = "The author's own, such as a place for YAML anchors; not read." } };
        SchemaRules.Complete(schema);
        return schema.ToJsonString(Indented) + "\n";
    }
}
