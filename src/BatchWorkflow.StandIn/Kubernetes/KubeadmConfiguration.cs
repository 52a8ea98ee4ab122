using BatchWorkflow.StandIn.Configuration;
using BatchWorkflow.StandIn.Serving;

namespace BatchWorkflow.StandIn.Kubernetes;

/// <summary>What the API server's stand-in uses of a kubeadm configuration, and what it checks beside.</summary>
internal sealed record KubeadmConfiguration(Endpoint Listen, string Version)
{
    private static readonly string[] ApiVersions = ["kubeadm.k8s.io/v1beta3", "kubeadm.k8s.io/v1beta4"];

    /// <summary>Reads the file, which holds an InitConfiguration and a ClusterConfiguration.</summary>
    public static KubeadmConfiguration Read(string file)
    {
        IReadOnlyList<MapNode> documents = YamlReader.Documents(file);
        foreach (MapNode document in documents)
            document.Scalar("apiVersion").OneOf("apiVersion", ApiVersions);
        MapNode init = Kind(file, documents, "InitConfiguration");
        MapNode cluster = Kind(file, documents, "ClusterConfiguration");
        CheckCluster(cluster);
        init.Only("apiVersion", "kind", "localAPIEndpoint", "nodeRegistration", "bootstrapTokens");
        MapNode endpoint = init.Map("localAPIEndpoint");
        endpoint.Only("advertiseAddress", "bindPort");
        return new KubeadmConfiguration(
            Endpoint.Port(endpoint.Scalar("advertiseAddress").Loopback("advertiseAddress"), endpoint.Scalar("bindPort").Port("bindPort")),
            ReadVersion(cluster.Scalar("kubernetesVersion")));
    }

    private static MapNode Kind(string file, IReadOnlyList<MapNode> documents, string kind) =>
        documents.FirstOrDefault(document => document.Scalar("kind").Text == kind)
        ?? throw new ConfigurationException(file, 1, $"no document of kind {kind}");

    private static void CheckCluster(MapNode cluster)
    {
        cluster.Only("apiVersion", "kind", "clusterName", "kubernetesVersion", "controlPlaneEndpoint", "networking", "certificatesDir", "imageRepository");
        MapNode networking = cluster.Map("networking");
        networking.Only("podSubnet", "serviceSubnet", "dnsDomain");
        ScalarNode pods = networking.Scalar("podSubnet");
        ScalarNode services = networking.Scalar("serviceSubnet");
        if (pods.Network("podSubnet").Contains(services.Network("serviceSubnet").BaseAddress)
            || services.Network("serviceSubnet").Contains(pods.Network("podSubnet").BaseAddress))
            throw services.Wrong($"serviceSubnet {services.Text} overlaps podSubnet {pods.Text}");
    }

    private static string ReadVersion(ScalarNode version) =>
        version.Text.StartsWith('v') && System.Version.TryParse(version.Text.AsSpan(1), out System.Version? parsed) && parsed.Build >= 0
            ? version.Text
            : throw version.Wrong($"kubernetesVersion must be such as v1.31.4, not '{version.Text}'");
}
