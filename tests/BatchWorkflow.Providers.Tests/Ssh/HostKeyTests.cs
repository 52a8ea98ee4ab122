using BatchWorkflow.Providers.Ssh.HostKeys;
using BatchWorkflow.TestKit;

namespace BatchWorkflow.Providers.Tests.Ssh;

public sealed class HostKeyTests : SshTest
{
    [Fact]
    [Turns("ssh.known_hosts")]
    public async Task Connect_UnknownHost_IsRefusedAndShowsItsFingerprint()
    {
        File.Delete(Server.KnownHosts);
        Failure failure = await RefusedAsync(Server.Open());
        Assert.Equal(FailureKind.Auth, failure.Kind);
        Assert.Contains($"Nothing is known of {Environment.UserName}@127.0.0.1:{Server.Port}", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"host_key: {await FingerprintAsync()}", failure.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Server.KnownHosts));
    }

    [Fact]
    [Turns("ssh.accept_new")]
    public async Task Connect_UnknownHostWithAcceptNew_IsRecordedOnceAndHoldsFromThenOn()
    {
        await File.WriteAllTextAsync(Server.KnownHosts, "# mine, without a line end");
        await AcceptedAsync(Server.Open(settings => settings["accept_new"] = true));
        await AcceptedAsync(Server.Open(settings => settings["accept_new"] = true));
        await AcceptedAsync(Server.Open());

        string key = (await File.ReadAllTextAsync($"{Server.Folder}/host.pub")).Split(' ')[1].Trim();
        Assert.Equal(["# mine, without a line end", $"[127.0.0.1]:{Server.Port} ssh-ed25519 {key}"], await File.ReadAllLinesAsync(Server.KnownHosts));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Connect_HostKeyChanged_IsRefusedAndNothingIsRecorded(bool acceptNew)
    {
        await AcceptedAsync(Server.Open());
        string before = await File.ReadAllTextAsync(Server.KnownHosts);
        await ChangeHostKeyAsync();

        Failure failure = await RefusedAsync(Server.Open(settings => settings["accept_new"] = acceptNew));
        Assert.Equal(FailureKind.Auth, failure.Kind);
        Assert.Contains("has changed", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"ssh-keygen -R '[127.0.0.1]:{Server.Port}'", failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(Server.KnownHosts));
    }

    [Fact]
    public async Task Connect_HostKeyChangesUnderAnOpenConnection_ReconnectIsRefused()
    {
        await using Connection connection = Server.Open();
        await SaysAsync(connection, "echo in");
        await Server.CutAsync();
        await ChangeHostKeyAsync();
        FailureException failed = await Assert.ThrowsAsync<FailureException>(() => SaysAsync(connection, "echo in"));
        Assert.Contains("has changed", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Turns("ssh.host_key")]
    public async Task Connect_Fingerprint_DecidesAlone()
    {
        File.Delete(Server.KnownHosts);
        string right = await FingerprintAsync(), wrong = $"SHA256:{new string('A', 43)}";
        await AcceptedAsync(Server.Open(settings => settings["host_key"] = right));
        await AcceptedAsync(Server.Open(settings => settings["host_key"] = new List<object?> { wrong, right }));

        Server.TrustHostKey();
        Failure failure = await RefusedAsync(Server.Open(settings => settings["host_key"] = wrong));
        Assert.Equal(FailureKind.Auth, failure.Kind);
        Assert.Contains($"is {right}, not {wrong}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_HashedEntry_IsFound()
    {
        await SshServer.RunAsync("ssh-keygen", "-q", "-H", "-f", Server.KnownHosts);
        Assert.StartsWith("|1|", await File.ReadAllTextAsync(Server.KnownHosts), StringComparison.Ordinal);
        await AcceptedAsync(Server.Open());
    }

    [Fact]
    public async Task Connect_RevokedKey_IsRefused()
    {
        await File.AppendAllTextAsync(Server.KnownHosts, "@revoked " + await File.ReadAllTextAsync(Server.KnownHosts));
        Assert.Contains("is revoked", (await RefusedAsync(Server.Open())).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("web", "web", true)]
    [InlineData("WEB", "web", true)]
    [InlineData("web*", "web-1.example", true)]
    [InlineData("web-?", "web-12", false)]
    [InlineData("*.example,!db.example", "db.example", false)]
    [InlineData("*.example,!db.example", "web.example", true)]
    [InlineData("[web]:2222", "web", false)]
    public void IsFor_Patterns_MatchAsSshMatchesThem(string hosts, string name, bool matches)
        => Assert.Equal(matches, new KnownHost(null, hosts, "ssh-ed25519", []).IsFor(name));

    [Theory]
    [InlineData("")]
    [InlineData("# comment")]
    [InlineData("web ssh-ed25519")]
    [InlineData("web ssh-ed25519 not*base64")]
    public void Parse_NoEntry_IsPassedOver(string line) => Assert.Null(KnownHost.Parse(line));

    private async Task<string> FingerprintAsync()
        => (await SshServer.RunAsync("ssh-keygen", "-l", "-E", "sha256", "-f", $"{Server.Folder}/host.pub")).Split(' ')[1];

    private async Task ChangeHostKeyAsync()
    {
        File.Delete($"{Server.Folder}/host");
        await SshServer.RunAsync("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", $"{Server.Folder}/host");
        await Server.StopAsync();
        await Server.ListenAsync();
    }
}
