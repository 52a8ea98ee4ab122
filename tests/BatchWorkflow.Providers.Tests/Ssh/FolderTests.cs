namespace BatchWorkflow.Providers.Tests.Ssh;

public sealed class FolderTests : SshTest
{
    [Theory]
    [InlineData("")]
    [InlineData("/files")]
    public async Task Start_FolderOnTheServerBelongsToAnotherUser_IsRefused(string part)
    {
        Assert.SkipUnless(Environment.UserName == "root", "Only root can give a folder to another user.");
        string folder = Directory.CreateDirectory(Folder["on-server"]).FullName;
        Directory.CreateDirectory($"{folder}/attempts");
        Directory.CreateDirectory($"{folder}/files");
        await SshServer.RunAsync("chown", "65534", folder + part);
        await using Connection connection = Server.Open(settings => settings["folder"] = folder);

        FailureException refused = await Assert.ThrowsAsync<FailureException>(() => RunAsync(connection, Request("echo started")));

        Assert.Equal(FailureKind.Fatal, refused.Failure.Kind);
        Assert.Contains($"cannot run scripts: the folder {folder}{part} belongs to another user (uid 65534).", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries($"{folder}/attempts"));
    }
}
