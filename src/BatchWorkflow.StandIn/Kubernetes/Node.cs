using System.Text.Json.Nodes;

namespace BatchWorkflow.StandIn.Kubernetes;

/// <summary>A node as kubelets report it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Role">control-plane, or worker, which kubectl shows as no role.</param>
/// <param name="Version">The kubelet's version.</param>
/// <param name="Ready">True when its container runtime answers.</param>
internal sealed record Node(string Name, string Role, string Version, bool Ready)
{
    private const string RoleLabel = "node-role.kubernetes.io/";

    /// <summary>Reads a Node object; null when it has no name.</summary>
    public static Node? Parse(string json)
    {
        if (JsonNode.Parse(json) is not JsonObject node || node["metadata"] is not JsonObject metadata || metadata["name"] is not JsonValue name)
            return null;
        string? role = (metadata["labels"] as JsonObject)?.Select(label => label.Key).FirstOrDefault(key => key.StartsWith(RoleLabel, StringComparison.Ordinal));
        JsonNode? status = node["status"];
        bool ready = (status?["conditions"] as JsonArray)?.Any(one => one?["type"]?.ToString() == "Ready" && one["status"]?.ToString() == "True") == true;
        return new Node(name.ToString(), role?[RoleLabel.Length..] ?? "", status?["nodeInfo"]?["kubeletVersion"]?.ToString() ?? "", ready);
    }

    /// <summary>The node as an object of the API.</summary>
    public JsonObject ToJson() => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Node",
        ["metadata"] = new JsonObject
        {
            ["name"] = Name,
            ["labels"] = Role.Length > 0 ? new JsonObject { [RoleLabel + Role] = "" } : new JsonObject(),
        },
        ["status"] = new JsonObject
        {
            ["conditions"] = new JsonArray(new JsonObject { ["type"] = "Ready", ["status"] = Ready ? "True" : "False" }),
            ["nodeInfo"] = new JsonObject { ["kubeletVersion"] = Version },
        },
    };
}
