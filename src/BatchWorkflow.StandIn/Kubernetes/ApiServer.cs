using System.Text.Json;
using System.Text.Json.Nodes;
using BatchWorkflow.StandIn.Serving;

namespace BatchWorkflow.StandIn.Kubernetes;

/// <summary>
/// Stands in for kube-apiserver, over plain HTTP on loopback: health, version, discovery, and the list of nodes to which kubelets
/// add themselves. That is what <c>kubectl get nodes</c> needs; it knows no other resource.
/// </summary>
internal sealed class ApiServer(KubeadmConfiguration configuration) : StandInService
{
    private const string Nodes = "/api/v1/nodes";
    private readonly NodeRegister register = new(TimeProvider.System);

    /// <inheritdoc />
    public override IReadOnlyList<Listener> Listen() =>
        [new StreamListener(configuration.Listen, HttpExchange.Answering((request, _) => Task.FromResult(Answer(request))))];

    /// <inheritdoc />
    public override async Task ProbeAsync(CancellationToken cancellationToken)
    {
        HttpReply reply = await HttpExchange.AskAsync(configuration.Listen, "GET", "/readyz", "", cancellationToken);
        if (reply.Status != 200)
            throw new ProbeException($"{configuration.Listen}/readyz answers {reply.Status} {reply.Body}");
    }

    /// <summary>A status object, as the API server says that something is wrong.</summary>
    private static HttpReply Problem(int code, string reason, string message) => HttpReply.Json(
        new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["status"] = "Failure",
            ["reason"] = reason,
            ["message"] = message,
            ["code"] = code,
        },
        code);

    private HttpReply Answer(HttpRequest request) => (request.Method, request.Path) switch
    {
        ("GET", "/healthz" or "/livez" or "/readyz") => HttpReply.Ok,
        ("GET", "/version") => HttpReply.Json(new JsonObject { ["gitVersion"] = configuration.Version, ["platform"] = "stand-in" }),
        ("GET", "/api") => HttpReply.Json(new JsonObject { ["kind"] = "APIVersions", ["versions"] = new JsonArray("v1") }),
        ("GET", "/apis") => HttpReply.Json(new JsonObject { ["kind"] = "APIGroupList", ["apiVersion"] = "v1", ["groups"] = new JsonArray() }),
        ("GET", "/api/v1") => HttpReply.Json(Resources()),
        ("GET", Nodes) => HttpReply.Json(register.Table()),
        ("POST", Nodes) => Write(request.Body, register.Add, 201),
        ("PUT", var path) when path.StartsWith(Nodes + "/", StringComparison.Ordinal) && path.EndsWith("/status", StringComparison.Ordinal)
            => Write(request.Body, register.Renew, 200),
        _ => Problem(404, "NotFound", $"the stand-in for kube-apiserver does not know {request.Method} {request.Path}"),
    };

    private static HttpReply Write(string body, Func<Node, bool> write, int success)
    {
        Node? node;
        try
        {
            node = Node.Parse(body);
        }
        catch (JsonException exception)
        {
            return Problem(400, "BadRequest", exception.Message);
        }
        if (node is null)
            return Problem(400, "BadRequest", "the body is no Node with a name");
        if (write(node))
            return HttpReply.Json(node.ToJson(), success);
        return success == 201
            ? Problem(409, "AlreadyExists", $"nodes \"{node.Name}\" already exists")
            : Problem(404, "NotFound", $"nodes \"{node.Name}\" not found");
    }

    private static JsonObject Resources() => new()
    {
        ["kind"] = "APIResourceList",
        ["groupVersion"] = "v1",
        ["resources"] = new JsonArray(new JsonObject
        {
            ["name"] = "nodes",
            ["singularName"] = "node",
            ["kind"] = "Node",
            ["namespaced"] = false,
            ["verbs"] = new JsonArray("create", "get", "list", "update"),
            ["shortNames"] = new JsonArray("no"),
        }),
    };
}
