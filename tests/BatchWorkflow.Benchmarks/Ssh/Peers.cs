namespace BatchWorkflow.Benchmarks.Ssh;

/// <summary>The floor and the other tools, each as one shell command that runs all commands on all hosts.</summary>
internal static class Peers
{
    private const int AtOnce = 50;

    /// <summary>One remote shell a host that is fed all commands.</summary>
    public static string Floor(LoopbackHosts hosts, int commands)
        => $"for i in $(seq {commands}); do echo \"echo $i\"; done >'{hosts.Folder}/commands' && "
            + $"xargs -P {AtOnce} -I @ sh -c 'exec ssh -F {hosts.Folder}/ssh_config @ sh <{hosts.Folder}/commands' <'{hosts.Folder}/hosts'";

    /// <summary>The others, with the program that each needs, and how many times faster than it ours has to be.</summary>
    public static IEnumerable<(string Name, string Program, string Command, int Faster)> Others(LoopbackHosts hosts, int commands)
    {
        string folder = hosts.Folder, config = $"{folder}/ssh_config", times = $"for i in $(seq {commands}); do";
        string each = $"sh -c 'for i in $(seq {commands}); do ssh -F {config} @ echo $i || exit 255; done'";
        yield return ("xargs + ssh", "ssh", $"xargs -P {AtOnce} -I @ {each} <'{folder}/hosts'", 1);
        yield return ("ssh, ControlPersist", "ssh",
            $"xargs -P {AtOnce} -I @ {each.Replace("ssh -F", $"ssh -o ControlMaster=auto -o ControlPersist=10 -o ControlPath={folder}/%h -F", StringComparison.Ordinal)} <'{folder}/hosts'", 1);
        yield return ("pssh", "parallel-ssh", $"{times} parallel-ssh -p {AtOnce} -h '{folder}/hosts' -x '-F {config}' echo $i || exit; done", 1);
        yield return ("clush", "clush", $"{times} clush -S -f {AtOnce} -o '-F {config}' -w 127.0.0.[1-{hosts.Addresses.Count}] echo $i || exit; done", 1);
        string ansible = $"ANSIBLE_PIPELINING=1 ANSIBLE_HOST_KEY_CHECKING=1 ANSIBLE_SSH_ARGS='-F {config} -o ControlMaster=auto -o ControlPersist=10s' "
            + $"ansible all -i '{folder}/hosts' -f {AtOnce}";
        yield return ("ansible raw", "ansible", $"{times} {ansible} -m raw -a \"echo $i\" || exit; done", 1);
        yield return ("ansible command", "ansible", $"{times} {ansible} -m command -a \"echo $i\" || exit; done", 15);
    }
}
