using BatchWorkflow.TestKit.Contracts;

namespace BatchWorkflow.Providers.Tests.Ssh;

/// <summary>On a server whose login shell takes a second to begin, as one with a heavy profile on a busy machine does.</summary>
public sealed class SlowLoginTests : SshTest
{
    protected override IReadOnlyList<string> Options =>
        [$"ForceCommand echo began >>'{Folder["sessions"]}'; sleep 1; eval \"$SSH_ORIGINAL_COMMAND\""];

    [Fact]
    public async Task Scripts_ShorterThanALogin_PayForOne()
    {
        await using Connection connection = Server.Open();
        for (int i = 0; i < 3; i++)
            Assert.Equal(["done"], await SaysAsync(connection, "sleep 0.4; echo done"));
        Assert.Single(Sessions());
    }

    [Fact]
    public async Task Script_LongerThanALogin_IsHeardWhileItRuns()
    {
        await using Connection connection = Server.Open();
        ScriptRequest request = Request($"echo begun; while [ ! -e '{Folder["go"]}' ]; do sleep 0.02; done");
        CollectedOutput output = new();
        await connection.StartAsync(request, default);
        Task<ScriptExit> wait = connection.WaitAsync(request.Reference, output, default);
        await output.SeenAsync("begun");
        Assert.Equal(2, Sessions().Length);
        await File.WriteAllTextAsync(Folder["go"], "");
        Assert.Equal(0, (await wait).Code);
    }

    private string[] Sessions() => File.ReadAllLines(Folder["sessions"]);
}
