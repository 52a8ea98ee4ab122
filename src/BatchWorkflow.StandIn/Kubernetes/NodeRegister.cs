using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace BatchWorkflow.StandIn.Kubernetes;

/// <summary>The nodes that kubelets reported, and when; one that has been silent for too long is not ready.</summary>
internal sealed class NodeRegister(TimeProvider time)
{
    /// <summary>Kubernetes' own default for node-monitor-grace-period.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private static readonly string[] Columns = ["Name", "Status", "Roles", "Age", "Version"];
    private readonly ConcurrentDictionary<string, (Node Node, DateTimeOffset Since, DateTimeOffset Heard)> nodes = new();

    /// <summary>Adds a node; false when it is there.</summary>
    public bool Add(Node node) => nodes.TryAdd(node.Name, (node, time.GetUtcNow(), time.GetUtcNow()));

    /// <summary>Takes a node's news; false when it is not there.</summary>
    public bool Renew(Node node)
    {
        if (!nodes.TryGetValue(node.Name, out (Node Node, DateTimeOffset Since, DateTimeOffset Heard) known))
            return false;
        nodes[node.Name] = (node, known.Since, time.GetUtcNow());
        return true;
    }

    /// <summary>The list as kubectl asks for it: columns and rows, each with its object.</summary>
    public JsonObject Table() => new()
    {
        ["kind"] = "Table",
        ["apiVersion"] = "meta.k8s.io/v1",
        ["metadata"] = new JsonObject(),
        ["columnDefinitions"] = new JsonArray([.. Columns.Select(Column)]),
        ["rows"] = new JsonArray([.. nodes.Values.OrderBy(entry => entry.Node.Name, StringComparer.Ordinal).Select(entry => Row(entry.Node, entry.Since, entry.Heard))]),
    };

    private static JsonObject Column(string name) => new()
    {
        ["name"] = name,
        ["type"] = "string",
        ["format"] = name == "Name" ? "name" : "",
        ["description"] = name,
        ["priority"] = 0,
    };

    private static string Age(TimeSpan age) => age switch
    {
        { TotalMinutes: < 2 } => $"{(int)age.TotalSeconds}s",
        { TotalHours: < 3 } => $"{(int)age.TotalMinutes}m",
        { TotalDays: < 2 } => $"{(int)age.TotalHours}h",
        _ => $"{(int)age.TotalDays}d",
    };

    private JsonObject Row(Node node, DateTimeOffset since, DateTimeOffset heard)
    {
        DateTimeOffset now = time.GetUtcNow();
        string status = node.Ready && now - heard <= Patience ? "Ready" : "NotReady";
        return new JsonObject
        {
            ["cells"] = new JsonArray(node.Name, status, node.Role.Length > 0 ? node.Role : "<none>", Age(now - since), node.Version),
            ["object"] = node.ToJson(),
        };
    }
}
