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

    [Theory]
    [InlineData(3)]
    [InlineData(12)]
    public async Task Scripts_MoreThanSessions_AllGiveTheirOutcome(int count)
    {
        await using Connection connection = Server.Open();
        (int? Code, IReadOnlyList<string> Output, IReadOnlyList<string> Errors)[] ends = await Task.WhenAll(Enumerable.Range(0, count)
            .Select(i => RunAsync(connection, Request($"echo {i}; echo ran >>\"$TMPDIR/ledger\"; sleep 1.5; echo over; exit {i}"))));
        Assert.Equal(Enumerable.Range(0, count).Select(i => (int?)i), ends.Select(end => end.Code));
        Assert.All(ends, (end, i) => Assert.Equal([$"{i}", "over"], end.Output));
        Assert.Equal(count, (await File.ReadAllLinesAsync($"{Server.Temporary}/ledger")).Length);
    }

    [Fact]
    public async Task End_ScriptsHoldEverySession_EndsTheOneAndNoOther()
    {
        await using Connection connection = Server.Open();
        List<ScriptRequest> requests = [.. Enumerable.Range(0, 4).Select(i => Request($"echo $$ >\"$TMPDIR/{i}\"; while [ ! -e \"$TMPDIR/go\" ]; do sleep 0.05; done; exit {i}"))];
        await Task.WhenAll(requests.Select(request => connection.StartAsync(request, default)));
        await connection.EndAsync(requests[1].Reference, default);
        await File.WriteAllTextAsync($"{Server.Temporary}/go", "");
        int?[] codes = await Task.WhenAll(requests.Select(async request => (await connection.WaitAsync(request.Reference, new CollectedOutput(), default)).Code));
        Assert.Equal([0, null, 2, 3], codes);
    }
}
