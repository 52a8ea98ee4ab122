using System.Diagnostics;
using BatchWorkflow.TestKit.Contracts;

namespace BatchWorkflow.Providers.Tests.Ssh;

/// <summary>A connection that looks whole while its server's side does nothing more: the script goes on, and the next connection tells its outcome.</summary>
public sealed class FrozenSessionTests : SshTest
{
    private const string Script = "echo ran >>\"$TMPDIR/ledger\"; echo begun; sleep 2; echo over; exit 7";

    [Fact]
    public async Task Wait_SessionFreezesAsTheScriptBegins_NextConnectionTakesTheOutcomeWithinSeconds()
    {
        await using Connection connection = Open();
        ScriptRequest request = Request(Script);
        await connection.StartAsync(request, default);
        await Server.FreezeAsync();
        await EndsWithinAsync(connection, request, TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task Wait_SessionFreezesAndThawsAgain_TakesTheOutcomeOnce()
    {
        await using Connection connection = Open();
        ScriptRequest request = Request(Script);
        await connection.StartAsync(request, default);
        await Server.FreezeAsync();
        Task ends = EndsWithinAsync(connection, request, TimeSpan.FromSeconds(15));
        await Task.WhenAny(ends, Task.Delay(TimeSpan.FromSeconds(4)));
        await Server.ThawAsync();
        await ends;
    }

    [Fact]
    public async Task Wait_TwoScriptsAndTheSessionFreezes_BothOutcomesAreTaken()
    {
        await using Connection connection = Open();
        ScriptRequest first = Request(Script), second = Request("sleep 2; echo begun; echo over; exit 7");
        await connection.StartAsync(first, default);
        await connection.StartAsync(second, default);
        await Server.FreezeAsync();
        await Task.WhenAll(EndsWithinAsync(connection, first, TimeSpan.FromSeconds(15)), EndsWithinAsync(connection, second, TimeSpan.FromSeconds(15)));
    }

    [Fact]
    public async Task Start_SessionIsFrozen_BeginsOnTheNextConnection()
    {
        await using Connection connection = Open();
        Assert.Equal(["one"], await SaysAsync(connection, "echo one"));
        await Server.FreezeAsync();
        Assert.Equal(["two"], await SaysAsync(connection, "echo two").WaitAsync(TimeSpan.FromSeconds(15)));
    }

    private Connection Open() => Server.Open(settings => (settings["command_timeout"], settings["connect_timeout"]) = (1.5, 3L));

    private static async Task EndsWithinAsync(Connection connection, ScriptRequest request, TimeSpan limit)
    {
        CollectedOutput output = new();
        ScriptExit exit = await connection.WaitAsync(request.Reference, output, default).WaitAsync(limit);
        Assert.Equal(7, exit.Code);
        Assert.Equal(["begun", "over"], output.Output);
    }
}
