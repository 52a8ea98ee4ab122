using System.Text.Json.Nodes;
using BatchWorkflow.Engine.Definitions;

namespace BatchWorkflow.Engine.Tests.Definitions;

/// <summary>A tree as the JSON that a schema judges.</summary>
internal static class TreeJson
{
    public static string Write(DefinitionNode node) => Node(node)?.ToJsonString() ?? "null";

    private static JsonNode? Node(DefinitionNode node) => node switch
    {
        MapNode map => new JsonObject(map.Entries.Select(e => KeyValuePair.Create(e.Key, Node(e.Value)))),
        ListNode list => new JsonArray([.. list.Items.Select(Node)]),
        ScalarNode scalar => scalar.Value switch
        {
            null => null,
            string text => text,
            bool flag => flag,
            long whole => whole,
            double real => real,
            _ => throw new ArgumentException(scalar.ToString(), nameof(node)),
        },
        _ => throw new ArgumentException(node.ToString(), nameof(node)),
    };
}
