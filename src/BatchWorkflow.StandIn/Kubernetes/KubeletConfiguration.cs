using System.Globalization;
using System.Net;
using BatchWorkflow.StandIn.Configuration;
using BatchWorkflow.StandIn.Serving;

namespace BatchWorkflow.StandIn.Kubernetes;

/// <summary>What the kubelet's stand-in uses of a KubeletConfiguration, and what it checks beside.</summary>
internal sealed record KubeletConfiguration(Endpoint Listen, Endpoint Healthz, Endpoint Runtime, TimeSpan StatusFrequency)
{
    private const string UnixScheme = "unix://";

    /// <summary>Reads the file.</summary>
    public static KubeletConfiguration Read(string file)
    {
        MapNode root = YamlReader.Document(file);
        root.Only("apiVersion", "kind", "address", "port", "healthzBindAddress", "healthzPort", "clusterDomain", "clusterDNS", "cgroupDriver",
            "containerRuntimeEndpoint", "staticPodPath", "nodeStatusUpdateFrequency", "failSwapOn", "resolvConf", "rotateCertificates");
        root.Scalar("apiVersion").MustBe("apiVersion", "kubelet.config.k8s.io/v1beta1");
        root.Scalar("kind").MustBe("kind", "KubeletConfiguration");
        root.OptionalScalar("cgroupDriver")?.OneOf("cgroupDriver", "cgroupfs", "systemd");
        root.OptionalScalar("failSwapOn")?.Flag("failSwapOn");
        if (root.Find("clusterDNS") is { } dns)
            CheckAddresses(dns.AsList("clusterDNS"));
        ScalarNode port = root.Scalar("port");
        ScalarNode healthz = root.Scalar("healthzPort");
        if (port.Text == healthz.Text)
            throw healthz.Wrong($"healthzPort is {healthz.Text}, the same as port");
        return new KubeletConfiguration(
            Endpoint.Port(root.Scalar("address").Loopback("address"), port.Port("port")),
            Endpoint.Port(root.Scalar("healthzBindAddress").Loopback("healthzBindAddress"), healthz.Port("healthzPort")),
            ReadRuntime(root.Scalar("containerRuntimeEndpoint")),
            ReadFrequency(root.OptionalScalar("nodeStatusUpdateFrequency")));
    }

    private static void CheckAddresses(ListNode addresses)
    {
        foreach (ConfigNode address in addresses.Items)
        {
            if (!IPAddress.TryParse(address.AsScalar("clusterDNS").Text, out _))
                throw address.Wrong($"clusterDNS must hold IP addresses, not '{address.AsScalar("clusterDNS").Text}'");
        }
    }

    private static Endpoint ReadRuntime(ScalarNode endpoint) => endpoint.Text.StartsWith(UnixScheme, StringComparison.Ordinal)
        ? Endpoint.Unix(endpoint.Text[UnixScheme.Length..])
        : throw endpoint.Wrong($"containerRuntimeEndpoint must begin with unix://, not '{endpoint.Text}'");

    private static TimeSpan ReadFrequency(ScalarNode? frequency)
    {
        if (frequency is null)
            return TimeSpan.FromSeconds(10);
        return frequency.Text.EndsWith('s') && double.TryParse(frequency.Text.AsSpan()[..^1], CultureInfo.InvariantCulture, out double seconds) && seconds is > 0 and < 3600
            ? TimeSpan.FromSeconds(seconds)
            : throw frequency.Wrong($"nodeStatusUpdateFrequency must be such as 10s, not '{frequency.Text}'");
    }
}
