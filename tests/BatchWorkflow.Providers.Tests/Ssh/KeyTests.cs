using System.Diagnostics;
using BatchWorkflow.TestKit;

namespace BatchWorkflow.Providers.Tests.Ssh;

public sealed class KeyTests : SshTest
{
    private const string Passphrase = "a pass phrase";

    [Theory]
    [InlineData("ed25519")]
    [InlineData("ecdsa")]
    [InlineData("rsa")]
    public async Task Login_KeyFileOfAnyType_IsLetIn(string type)
    {
        string key = await MakeKeyAsync(type, "");
        await AcceptedAsync(Server.Open(settings => settings["key"] = key));
    }

    [Theory]
    [InlineData("ed25519")]
    [InlineData("ecdsa")]
    [InlineData("rsa")]
    public async Task Login_EncryptedKeyWithItsPassphrase_IsLetIn(string type)
    {
        string key = await MakeKeyAsync(type, Passphrase);
        await AcceptedAsync(Server.Open(settings => (settings["key"], settings["passphrase"]) = (key, Passphrase)));
    }

    [Fact]
    [Turns("ssh.passphrase")]
    public async Task Login_EncryptedKeyWithoutPassphrase_AsksForIt()
    {
        string key = await MakeKeyAsync("ed25519", Passphrase);
        Failure failure = await RefusedAsync(Server.Open(settings => settings["key"] = key));
        Assert.Equal(FailureKind.Auth, failure.Kind);
        Assert.Equal($"The key {key} is encrypted: give its passphrase, such as passphrase: env:NAME, or add it to the ssh agent.", failure.Message);
    }

    [Fact]
    public async Task Login_WrongPassphrase_FailsWithoutShowingIt()
    {
        string key = await MakeKeyAsync("ed25519", Passphrase);
        Failure failure = await RefusedAsync(Server.Open(settings => (settings["key"], settings["passphrase"]) = (key, "another one")));
        Assert.Equal(FailureKind.Auth, failure.Kind);
        Assert.Contains("its passphrase may be wrong", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("another one", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Turns("ssh.key")]
    public async Task Login_KeyThatTheServerDoesNotKnow_IsRefusedForGood()
    {
        string key = await MakeKeyAsync("ed25519", "", isKnown: false);
        Failure failure = await RefusedAsync(Server.Open(settings => settings["key"] = key));
        Assert.Equal(FailureKind.Auth, failure.Kind);
        Assert.Contains("does not let", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Login_KeyIsNotThere_NamesIt()
    {
        Failure failure = await RefusedAsync(Server.Open(settings => settings["key"] = Folder["absent"]));
        Assert.Equal(FailureKind.Auth, failure.Kind);
        Assert.Equal($"The key {Folder["absent"]} is not there.", failure.Message);
    }

    [Fact]
    [Turns("ssh.agent")]
    public async Task Login_AgentHoldsTheKeys_SignsWithEachType()
    {
        using Process agent = Process.Start(new ProcessStartInfo("ssh-agent", ["-D", "-a", Folder["agent"]]) { RedirectStandardOutput = true })!;
        string? before = Environment.GetEnvironmentVariable("SSH_AUTH_SOCK");
        try
        {
            await agent.StandardOutput.ReadLineAsync();
            Environment.SetEnvironmentVariable("SSH_AUTH_SOCK", Folder["agent"]);
            foreach (string type in (string[])["rsa", "ecdsa", "ed25519"])
            {
                string key = await MakeKeyAsync(type, "");
                await SshServer.RunAsync("ssh-add", "-q", key);
                File.Delete(key);
                await AcceptedAsync(Server.Open(settings =>
                {
                    settings.Remove("key");
                    settings["agent"] = true;
                }));
                await RefusedAsync(Server.Open(settings =>
                {
                    settings.Remove("key");
                    settings["agent"] = false;
                }));
                await SshServer.RunAsync("ssh-add", "-q", "-D");
            }
        }
        finally
        {
            Environment.SetEnvironmentVariable("SSH_AUTH_SOCK", before);
            agent.Kill();
            await agent.WaitForExitAsync();
        }
    }

    private async Task<string> MakeKeyAsync(string type, string passphrase, bool isKnown = true)
    {
        string key = Folder[$"{type}-{Guid.NewGuid():n}"];
        await SshServer.RunAsync("ssh-keygen", "-q", "-t", type, "-N", passphrase, "-a", "2", "-f", key);
        if (isKnown)
            await File.AppendAllTextAsync($"{Server.Folder}/authorized_keys", await File.ReadAllTextAsync($"{key}.pub"));
        return key;
    }

    [Fact]
    public async Task Login_MoreKeysThanTheServerTries_IsAuthAndNamesTheSetting()
    {
        SshServer server = await StartServerAsync("impatient", "127.0.0.1", "MaxAuthTries 3");
        List<object?> keys = [];
        for (int i = 0; i < 10; i++)
        {
            keys.Add(Folder[$"other{i}"]);
            await SshServer.RunAsync("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", Folder[$"other{i}"]);
        }
        Failure failure = await RefusedAsync(server.Open(settings => settings["key"] = keys));
        Assert.Equal(FailureKind.Auth, failure.Kind);
        Assert.False(failure.IsRetryable);
        Assert.Contains("with key:", failure.Message, StringComparison.Ordinal);
    }
}
