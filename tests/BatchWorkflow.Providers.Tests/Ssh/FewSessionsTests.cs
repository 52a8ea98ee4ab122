using BatchWorkflow.TestKit.Contracts;

namespace BatchWorkflow.Providers.Tests.Ssh;

public sealed class FewSessionsTests : SshTest
{
    protected override IReadOnlyList<string> Options => ["MaxSessions 1", "Subsystem nothing internal-sftp"];

    [Fact]
    public async Task Scripts_ServerAllowsOneSession_StillShowTheirLinesAndCanBeEnded()
    {
        await using Connection connection = Server.Open();
        ScriptRequest request = Request("echo begun; sleep 300");
        CollectedOutput output = new();
        await connection.StartAsync(request, default);
        Task<ScriptExit> wait = connection.WaitAsync(request.Reference, output, default);
        await output.SeenAsync("begun");
        Assert.Equal(["meanwhile"], await SaysAsync(connection, "echo meanwhile"));
        await connection.EndAsync(request.Reference, default);
        Assert.Null((await wait).Code);
    }
}
