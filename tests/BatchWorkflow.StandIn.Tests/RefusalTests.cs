namespace BatchWorkflow.StandIn.Tests;

/// <summary>A wrong configuration is refused with its file, its line and the reason.</summary>
public sealed class RefusalTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string, string, string> Dnsmasq => new()
    {
        { "port=many", "1: port must be a whole number, not 'many'", "port" },
        { "port=70000", "1: port must be between 1 and 65535, not 70000", "port" },
        { "listen-address=0.0.0.0", "2: listen-address must be a loopback address: a stand-in does not listen on 0.0.0.0", "listen-address" },
        { "cache-sise=150", "6: cache-sise is not known here", "cache-size" },
        { "no-resolv=yes", "3: no-resolv takes no value", "no-resolv" },
        { "local=internal", "5: local must be /domain/, not 'internal'", "local" },
        { "addn-hosts=nowhere/hosts", "nowhere/hosts:1: the file cannot be read: it is not there", "addn-hosts" },
    };

    public static TheoryData<string, string> Toml => new()
    {
        { "version = 2\nversion = 2\n", "2: version is already set on line 1" },
        { "version = 3\n", "1: version must be between 2 and 2, not 3" },
        { "version = 2\nroot = \"/a\nstate = 1\n", "2: a string is not closed" },
        { "version = 2\nroot = /a\n", "2: '/a' is neither a string, a whole number nor true or false" },
        { "version = 2\nroot = \"a\"\n", "2: root must be an absolute path, not 'a'" },
        { "version = 2\n[grpc\naddress = \"x\"\n", "2: ']' was expected, not the end of the line" },
        { "version = 2\n[grpc]\n[grpc]\n", "3: table grpc stands in the file already" },
        { "version = 2\nroot = \"/a\"\nstate = \"/b\"\n[grpc]\naddress = \"\"\n", "5: address must name a unix socket" },
        { "version = 2\nroot = \"/a\"\nstate = \"/b\"\n[grpc]\nadress = \"x\"\n", "5: adress is not known here" },
        { "version = 2\nroot = \"/a\"\nstate = \"/b\"\n[grpc]\naddress = \"x\"\n[plugins.cri]\n", "6: 'cri' is no plug-in of version 2: those begin with io.containerd." },
        { "[[grpc]]\n", "1: arrays of tables are not read here" },
        { "disabled_plugins = [\"a\" \"b\"]\n", "1: ',' was expected, not '\"'" },
    };

    public static TheoryData<string, string, string, string> Others => new()
    {
        { "kubelet", "kind: KubeletConfiguration\nkind: Again\n", "2: kind is already set on line 1", "a name that comes twice" },
        { "kubelet", "kind: &a KubeletConfiguration\n", "1: anchors, aliases and tags are not read here", "an anchor" },
        { "kubelet", "kind: [\n", "2: ", "YAML that is not closed" },
        { "kubelet", "apiVersion: v1\nkind: KubeletConfiguration\n", "1: apiVersion must be kubelet.config.k8s.io/v1beta1, not 'v1'", "another version" },
        { "kube-apiserver", "apiVersion: kubeadm.k8s.io/v1beta4\nkind: InitConfiguration\n", "1: no document of kind ClusterConfiguration", "half a configuration" },
        { "cilium-agent", "agent-health-port: 9879\ncluster-id: 300\n", "2: cluster-id must be between 0 and 255, not 300", "a number out of bounds" },
        { "cilium-agent", "agent-health-port: 9879\ncluster-id: 0\ncluster-name: Wuji\n", "3: cluster-name must be 1 to 32", "a wrong name" },
        { "ganesha.nfsd", "NFS_CORE_PARAM {\n  NFS_Port = 2049\n}\n", "2: ';' was expected, not the end of the line", "a value that is not ended" },
        { "ganesha.nfsd", "NFS_CORE_PARAM {\n", "1: the block NFS_CORE_PARAM is not closed by }", "a block that is not closed" },
        { "ganesha.nfsd", "NFS_CORE_PARAM { Port = 1; }\n", "1: Port is not known here", "an unknown parameter" },
        { "ganesha.nfsd", "NFS_CORE_PARAM { NFS_Port = 2049; }\n", "1: EXPORT is missing", "nothing to serve" },
        { "ganesha.nfsd", "NFS_CORE_PARAM { NFS_Port = 2049; }\nEXPORT {\n Export_Id = 1;\n Path = /nowhere/at/all;\n}\n", "4: the folder /nowhere/at/all is not there", "a share that is not there" },
        { "ceph-mon", "fsid = 1\n", "1: a value stands before the first [section]", "no section" },
        { "ceph-mon", "[global]\nfsid = 1\n", "2: fsid must be a UUID, not '1'", "a wrong fsid" },
        { "ceph-mon", "[global]\nfsid = 7d0a3f0e-52c4-4a3e-9d39-0c4a5c6f1b27\nmon_initial_members = other\n", "3: mon initial members does not name a", "another monitor" },
        { "ceph-mon", "[global]\nnonsense\n", "2: 'nonsense' is neither a [section] nor name = value", "a line of nothing" },
    };

    [Theory]
    [MemberData(nameof(Dnsmasq))]
    public void Dnsmasq_WrongOption_IsRefusedWithItsLine(string line, string expected, string replaces)
    {
        string hosts = folder.Write("hosts", "127.0.0.1 one\n");
        string[] right = ["port=5353", "listen-address=127.0.0.1", "no-resolv", $"addn-hosts={hosts}", "local=/internal/", "cache-size=150"];
        string file = folder.Write("dnsmasq.conf", string.Join('\n', right.Select(one => one.Split('=')[0] == replaces ? line : one)));

        string message = Refusal("dnsmasq", file);

        Assert.Equal(expected.Contains("hosts:", StringComparison.Ordinal) ? expected : $"{file}:{expected}", message);
    }

    [Fact]
    public void Dnsmasq_WrongHostsFile_IsRefusedWithThatFilesLine()
    {
        string hosts = folder.Write("hosts", "# names\n127.0.0.1 one\nlocalhost two\n");
        string file = folder.Write("dnsmasq.conf", $"port=5353\nlisten-address=127.0.0.1\nno-resolv\naddn-hosts={hosts}\n");

        Assert.Equal($"{hosts}:3: 'localhost' is not an IP address", Refusal("dnsmasq", file));
    }

    [Theory]
    [MemberData(nameof(Toml))]
    public void Containerd_WrongToml_IsRefusedWithItsLine(string text, string expected)
    {
        string file = folder.Write("config.toml", text);

        Assert.Equal($"{file}:{expected}", Refusal("containerd", file));
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void Program_WrongFile_IsRefusedWithItsLine(string program, string text, string expected, string what)
    {
        string file = folder.Write("config", text);

        string message = Refusal(program, file);

        Assert.True(message.StartsWith($"{file}:{expected}", StringComparison.Ordinal), $"{what}: {message}");
    }

    [Fact]
    public void CephCluster_EvenNumberOfMonitors_IsRefused()
    {
        string file = folder.Write("cluster.yaml", """
            apiVersion: ceph.rook.io/v1
            kind: CephCluster
            metadata: { name: rook-ceph, namespace: rook-ceph }
            spec:
              cephVersion: { image: ceph }
              dataDirHostPath: /var/lib/rook
              mon:
                count: 2
            """);

        ConfigurationException refusal = Assert.Throws<ConfigurationException>(() => Storage.CephCluster.Check(file));

        Assert.Equal($"{file}:8: count must be odd so that monitors can have a majority, not 2", refusal.Message);
    }

    [Fact]
    public void Kubeconfig_ContextThatNamesNoCluster_IsRefused()
    {
        string file = folder.Write("kubeconfig", """
            apiVersion: v1
            kind: Config
            clusters: [{ name: a, cluster: { server: "http://127.0.0.1:6443" } }]
            users: [{ name: me }]
            contexts:
              - name: c
                context: { cluster: b, user: me }
            current-context: c
            """);

        ConfigurationException refusal = Assert.Throws<ConfigurationException>(() => Kubernetes.Kubeconfig.Read(file));

        Assert.Equal($"{file}:7: 'b' is not among the clusters", refusal.Message);
    }

    public void Dispose() => folder.Dispose();

    private static string Refusal(string program, string file)
    {
        string[] options = program switch
        {
            "ceph-mon" => ["--id", "a"],
            "kubelet" => ["--hostname-override", "a", "--version", "v1.31.4", "--kubeconfig", file],
            _ => [],
        };
        return Assert.Throws<ConfigurationException>(() => StandIns.Open(CommandLine.Parse([program, "--config", file, .. options]))).Message;
    }
}
