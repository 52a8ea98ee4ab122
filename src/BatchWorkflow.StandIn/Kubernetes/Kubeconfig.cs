using System.Net;
using BatchWorkflow.StandIn.Configuration;
using BatchWorkflow.StandIn.Serving;

namespace BatchWorkflow.StandIn.Kubernetes;

/// <summary>The API server that a kubeconfig's current context names.</summary>
internal sealed record Kubeconfig(Endpoint Server)
{
    /// <summary>Reads the file.</summary>
    public static Kubeconfig Read(string file)
    {
        MapNode root = YamlReader.Document(file);
        root.Only("apiVersion", "kind", "clusters", "contexts", "users", "current-context", "preferences");
        root.Scalar("apiVersion").MustBe("apiVersion", "v1");
        root.Scalar("kind").MustBe("kind", "Config");
        MapNode context = Named(root, "contexts", root.Scalar("current-context")).Map("context");
        Named(root, "users", context.Scalar("user"));
        return new Kubeconfig(ReadServer(Named(root, "clusters", context.Scalar("cluster")).Map("cluster").Scalar("server")));
    }

    private static MapNode Named(MapNode root, string list, ScalarNode name) =>
        root.List(list).Items.Select(item => item.AsMap(list)).FirstOrDefault(item => item.Scalar("name").Text == name.Text)
        ?? throw name.Wrong($"'{name.Text}' is not among the {list}");

    private static Endpoint ReadServer(ScalarNode server)
    {
        if (!Uri.TryCreate(server.Text, UriKind.Absolute, out Uri? address) || !IPAddress.TryParse(address.Host, out IPAddress? host))
            throw server.Wrong($"server must be such as http://127.0.0.1:6443, not '{server.Text}'");
        return address.Scheme == "http" ? Endpoint.Port(host, address.Port) : throw server.Wrong("the stand-in for kube-apiserver speaks http only");
    }
}
