using BatchWorkflow.TestKit;

namespace BatchWorkflow.Providers.Tests.Ssh;

public sealed class JumpTests : SshTest
{
    [Fact]
    [Turns("ssh.jump")]
    public async Task Connect_ThroughAnotherServer_ReachesTheOneBehind()
    {
        SshServer behind = await BehindAsync(Server);
        await AcceptedAsync(behind.Open(settings => settings["jump"] = $"{Environment.UserName}@127.0.0.1:{Server.Port}"));
        await AcceptedAsync(behind.Open(settings => settings["jump"] = new Dictionary<string, object?>
        {
            ["host"] = "127.0.0.1",
            ["port"] = (long)Server.Port,
            ["key"] = Server.Key,
            ["known_hosts"] = Server.KnownHosts,
        }));
    }

    [Fact]
    public async Task Connect_ThroughTwoServers_ReachesTheLast()
    {
        SshServer second = await StartServerAsync("second", "127.0.0.2", $"PermitOpen 127.0.0.3:*");
        SshServer behind = await BehindAsync(Server, second);
        await AcceptedAsync(behind.Open(settings => settings["jump"] = $"127.0.0.1:{Server.Port},127.0.0.2:{second.Port}"));
    }

    [Fact]
    public async Task Connect_HopForwardsNothing_FailsAsTransient()
    {
        SshServer closed = await StartServerAsync("closed", "127.0.0.2", "AllowTcpForwarding no");
        SshServer behind = await BehindAsync(closed);
        Failure failure = await RefusedAsync(behind.Open(settings => settings["jump"] = $"127.0.0.2:{closed.Port}"));
        Assert.Equal(FailureKind.Transient, failure.Kind);
    }

    [Fact]
    public async Task Connect_HostKeyBehindTheHopIsUnknown_IsRefusedUnderItsOwnName()
    {
        SshServer behind = await BehindAsync(Server);
        await File.WriteAllLinesAsync(behind.KnownHosts, await File.ReadAllLinesAsync(Server.KnownHosts));
        Failure failure = await RefusedAsync(behind.Open(settings => settings["jump"] = $"127.0.0.1:{Server.Port}"));
        Assert.Contains($"Nothing is known of {Environment.UserName}@127.0.0.3:{behind.Port}", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>A server that trusts the same key, and whose known hosts have the hops.</summary>
    private async Task<SshServer> BehindAsync(params SshServer[] hops)
    {
        SshServer behind = await StartServerAsync("behind", "127.0.0.3");
        foreach (SshServer hop in hops)
        {
            await File.AppendAllTextAsync($"{hop.Folder}/authorized_keys", await File.ReadAllTextAsync($"{behind.Key}.pub"));
            await File.AppendAllTextAsync(behind.KnownHosts, await File.ReadAllTextAsync(hop.KnownHosts));
        }
        return behind;
    }
}
