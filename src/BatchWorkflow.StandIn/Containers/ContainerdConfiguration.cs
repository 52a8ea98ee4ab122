using BatchWorkflow.StandIn.Configuration;
using BatchWorkflow.StandIn.Serving;

namespace BatchWorkflow.StandIn.Containers;

/// <summary>What the stand-in uses of containerd's config.toml, and what it checks beside.</summary>
internal sealed record ContainerdConfiguration(Endpoint Grpc)
{
    /// <summary>Reads the file.</summary>
    public static ContainerdConfiguration Read(string file)
    {
        MapNode root = TomlReader.Read(file);
        root.Only("version", "root", "state", "oom_score", "disabled_plugins", "grpc", "debug", "metrics", "plugins");
        root.Scalar("version").Integer("version", 2, 2);
        root.Scalar("root").AbsolutePath("root");
        root.Scalar("state").AbsolutePath("state");
        MapNode grpc = root.Map("grpc");
        grpc.Only("address", "uid", "gid", "max_recv_message_size", "max_send_message_size");
        ScalarNode address = grpc.Scalar("address");
        if (address.Text.Length == 0)
            throw address.Wrong("address must name a unix socket");
        if (root.Find("plugins") is { } plugins)
            CheckPlugins(plugins.AsMap("plugins"));
        return new ContainerdConfiguration(Endpoint.Unix(address.Text));
    }

    private static void CheckPlugins(MapNode plugins)
    {
        foreach ((string name, ConfigNode value) in plugins.Entries)
        {
            if (!name.StartsWith("io.containerd.", StringComparison.Ordinal))
                throw value.Wrong($"'{name}' is no plug-in of version 2: those begin with io.containerd.");
        }
        if (plugins.Find("io.containerd.grpc.v1.cri") is not MapNode cri)
            return;
        cri.OptionalScalar("stream_server_address")?.Loopback("stream_server_address");
        cri.OptionalScalar("stream_server_port")?.Port("stream_server_port");
        if (cri.Find("containerd") is MapNode containerd && containerd.Find("runtimes") is MapNode runtimes
            && containerd.OptionalScalar("default_runtime_name") is { } runtime && runtimes.Find(runtime.Text) is null)
            throw runtime.Wrong($"default_runtime_name is '{runtime.Text}', which is not among the runtimes");
    }
}
