using BatchWorkflow.TestKit.Contracts;

namespace BatchWorkflow.Providers.Tests.Ssh;

/// <summary>A network that loses every packet for a while.</summary>
public sealed class CutNetworkTests : SshTest
{
    [Theory]
    [InlineData(50)]
    [InlineData(1500)]
    public async Task Wait_NetworkIsCutForAWhile_TakesTheOutcomeOnceItIsMended(int milliseconds)
    {
        await using NetworkNamespace network = await NetworkNamespace.MakeAsync();
        await using SshServer server = await SshServer.StartAsync(Folder["cut"], network);
        await using Connection connection = server.Open(settings => (settings["command_timeout"], settings["connect_timeout"]) = (2L, 3L));
        await SaysAsync(connection, "true");
        ScriptRequest request = Request("echo ran >>\"$TMPDIR/ledger\"; for i in 1 2 3 4 5 6; do echo $i; sleep 1; done; exit 7");
        CollectedOutput output = new();
        await connection.StartAsync(request, default);
        Task<ScriptExit> wait = connection.WaitAsync(request.Reference, output, default);
        await Task.WhenAny(wait, Task.Delay(milliseconds));
        await network.CutAsync();
        await Task.WhenAny(wait, Task.Delay(TimeSpan.FromSeconds(10)));
        await network.MendAsync();
        Assert.Equal(7, (await wait.WaitAsync(TimeSpan.FromSeconds(30))).Code);
        Assert.Equal(["1", "2", "3", "4", "5", "6"], output.Output);
        Assert.Equal(["ran"], await File.ReadAllLinesAsync($"{server.Temporary}/ledger"));
    }
}
