using BatchWorkflow.StandIn.Containers;
using BatchWorkflow.StandIn.Kubernetes;
using BatchWorkflow.StandIn.Networking;
using BatchWorkflow.StandIn.Resolving;
using BatchWorkflow.StandIn.Serving;
using BatchWorkflow.StandIn.Storage;

namespace BatchWorkflow.StandIn;

/// <summary>The programs that can be stood in for, under their own names and with their own options.</summary>
internal static class StandIns
{
    /// <summary>Their names, for people.</summary>
    public const string Names = "ceph-mon, cilium-agent, containerd, dnsmasq, ganesha.nfsd, kube-apiserver, kubelet";

    /// <summary>Reads the configuration that a command line names.</summary>
    public static StandInService Open(CommandLine line)
    {
        switch (line.Program)
        {
            case "dnsmasq":
                line.Only("config");
                return new Dnsmasq(DnsmasqConfiguration.Read(line.Option("config")));
            case "containerd":
                line.Only("config");
                return new Containerd(ContainerdConfiguration.Read(line.Option("config")));
            case "kube-apiserver":
                line.Only("config");
                return new ApiServer(KubeadmConfiguration.Read(line.Option("config")));
            case "kubelet":
                return OpenKubelet(line);
            case "ceph-mon":
                line.Only("config", "id", "cluster");
                if (line.OptionOrNull("cluster") is { } manifest)
                    CephCluster.Check(manifest);
                return new CephMonitor(CephConfiguration.Read(line.Option("config"), line.Option("id")));
            case "ganesha.nfsd":
                line.Only("config");
                return new Ganesha(GaneshaConfiguration.Read(line.Option("config")));
            case "cilium-agent":
                line.Only("config");
                return new CiliumAgent(CiliumConfiguration.Read(line.Option("config")));
            default:
                throw new UsageException($"'{line.Program}' is none of {Names}");
        }
    }

    private static Kubelet OpenKubelet(CommandLine line)
    {
        line.Only("config", "kubeconfig", "hostname-override", "role", "version");
        Node node = new(line.Option("hostname-override"), line.OptionOrNull("role") ?? "", line.Option("version"), Ready: false);
        return new Kubelet(KubeletConfiguration.Read(line.Option("config")), Kubeconfig.Read(line.Option("kubeconfig")), node);
    }
}
