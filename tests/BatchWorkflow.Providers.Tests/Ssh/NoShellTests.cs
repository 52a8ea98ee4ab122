namespace BatchWorkflow.Providers.Tests.Ssh;

/// <summary>Servers that let the user in and then run no sh.</summary>
public sealed class NoShellTests : SshTest
{
    protected override IReadOnlyList<string> Options => ["PasswordAuthentication yes"];

    [Theory]
    [InlineData("/usr/sbin/nologin", "This account is currently not available")]
    [InlineData("/bin/rbash", "restricted")]
    [InlineData("/bin/false", "ended")]
    public async Task Start_LoginShellRunsNoSh_FailsForGoodAndTellsWhatItSaid(string shell, string said)
    {
        await using TestUser user = await TestUser.MakeAsync();
        await SshServer.RunAsync("usermod", "--shell", shell, user.Name);
        Failure failure = await RefusedAsync(Server.Open(settings =>
        {
            settings.Remove("key");
            (settings["user"], settings["password"]) = (user.Name, user.Password);
            settings["folder"] = ".batchworkflow";
        }));
        IsForGood(failure, said);
    }

    [Theory]
    [InlineData("echo 'Only backups are taken here.'; exit 3", "Only backups are taken here.")]
    [InlineData("internal-sftp", "ended")]
    [InlineData("true", "ended")]
    public async Task Start_ForcedCommandRunsNoSh_FailsForGoodAndTellsWhatItSaid(string command, string said)
    {
        SshServer server = await StartServerAsync("forced", "127.0.0.1", $"ForceCommand {command}");
        IsForGood(await RefusedAsync(server.Open()), said);
    }

    [Theory]
    [InlineData("/bin/cat", "sends back what it is sent, and runs none of it.")]
    [InlineData("echo 'Only backups are taken here.'; exec sleep 300", "It said: Only backups are taken here.")]
    [InlineData("echo 'Only backups are taken here.' >&2; exec sleep 300", "It said: Only backups are taken here.")]
    [InlineData("/bin/rbash", "That is a restricted shell, such as rbash.")]
    public async Task Start_ForcedCommandAnswersAndRunsNothing_FailsForGoodAndTellsWhatItSaid(string command, string said)
    {
        SshServer server = await StartServerAsync("forced", "127.0.0.1", $"ForceCommand {command}");
        IsForGood(await RefusedAsync(server.Open(settings => settings["connect_timeout"] = 4L)), said);
    }

    private static void IsForGood(Failure failure, string said)
    {
        Assert.False(failure.IsRetryable);
        Assert.Contains(said, failure.Message, StringComparison.Ordinal);
        Assert.Contains("needs a login shell that can run sh", failure.Message, StringComparison.Ordinal);
    }
}
