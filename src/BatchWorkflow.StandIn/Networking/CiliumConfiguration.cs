using System.Net;
using BatchWorkflow.StandIn.Configuration;
using BatchWorkflow.StandIn.Kubernetes;
using BatchWorkflow.StandIn.Serving;

namespace BatchWorkflow.StandIn.Networking;

/// <summary>What the stand-in uses of cilium-agent's configuration file, and what it checks beside.</summary>
internal sealed record CiliumConfiguration(Endpoint Health)
{
    /// <summary>Reads the file.</summary>
    public static CiliumConfiguration Read(string file)
    {
        MapNode root = YamlReader.Document(file);
        root.Only("agent-health-port", "cluster-id", "cluster-name", "cluster-pool-ipv4-cidr", "enable-ipv4", "enable-ipv6", "enable-policy",
            "ipam", "k8s-kubeconfig-path", "kube-proxy-replacement", "routing-mode", "tunnel-protocol", "debug");
        root.Scalar("cluster-id").Integer("cluster-id", 0, 255);
        ScalarNode name = root.Scalar("cluster-name");
        if (name.Text.Length is 0 or > 32 || !name.Text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            throw name.Wrong($"cluster-name must be 1 to 32 lower case letters, digits and dashes, not '{name.Text}'");
        root.Scalar("ipam").OneOf("ipam", "cluster-pool", "kubernetes", "eni", "azure", "crd");
        root.OptionalScalar("enable-policy")?.OneOf("enable-policy", "default", "always", "never");
        root.OptionalScalar("routing-mode")?.OneOf("routing-mode", "native", "tunnel");
        root.OptionalScalar("tunnel-protocol")?.OneOf("tunnel-protocol", "vxlan", "geneve");
        bool ipv4 = root.Scalar("enable-ipv4").Flag("enable-ipv4");
        bool ipv6 = root.OptionalScalar("enable-ipv6")?.Flag("enable-ipv6") ?? false;
        if (!ipv4 && !ipv6)
            throw root.Scalar("enable-ipv4").Wrong("enable-ipv4 and enable-ipv6 are both false");
        root.OptionalScalar("cluster-pool-ipv4-cidr")?.Network("cluster-pool-ipv4-cidr");
        ScalarNode kubeconfig = root.Scalar("k8s-kubeconfig-path");
        Kubeconfig.Read(kubeconfig.AbsolutePath("k8s-kubeconfig-path"));
        return new CiliumConfiguration(Endpoint.Port(IPAddress.Loopback, root.Scalar("agent-health-port").Port("agent-health-port")));
    }
}
