using System.Text.Json.Nodes;
using BatchWorkflow.Engine.Templating;

namespace BatchWorkflow.Engine.Definitions.Binding;

/// <summary>What all shapes say of texts that are templates.</summary>
internal static class TemplateShapes
{
    /// <summary>A schema that takes a template in a value's place.</summary>
    public static JsonObject Or(JsonObject schema)
    {
        bool takesAnyText = schema.Count == 0 || (schema["type"] is JsonValue type && type.ToString() == "string" && !schema.ContainsKey("pattern") && !schema.ContainsKey("enum"));
        return takesAnyText ? schema : new JsonObject
        {
            ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "string", ["pattern"] = @"\{[{%]" }),
        };
    }

    /// <summary>A schema of several types, each by itself: validators in strict mode take no unions.</summary>
    public static JsonObject AnyOf(params ReadOnlySpan<string> types) =>
        new() { ["anyOf"] = new JsonArray([.. types.ToArray().Select(type => new JsonObject { ["type"] = type })]) };

    /// <summary>Says that a value which shapes the plan cannot wait for what is only known later.</summary>
    public static void RefuseUnknown(TemplateText text, SourceLocation at, Binder binder)
    {
        if (text != TreeTemplates.Broken)
            binder.Add("Definition.NotKnownYet", at, $"{binder.Subject} must be known when the file is read, and its template uses what is known only later.",
                "Use vars and env here. Only variables, provider settings and health checks may use server, taskserv and outputs.");
    }
}
