using System.Runtime.Versioning;
using BatchWorkflow.TestKit;
using BatchWorkflow.TestKit.Postgres;

namespace BatchWorkflow.EndToEnd.Tests;

/// <summary>Processes that submit one workflow under one idempotency key at the same time.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SubmitOnceTests(PostgresServer server) : IClassFixture<PostgresServer>, IDisposable
{
    private const int Processes = 3;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("file")]
    [InlineData("rkvs")]
    [InlineData("postgres")]
    public async Task Submit_UnderOneKeyByProcessesAtOnce_MakesOneRun(string kind)
    {
        Runner runner = new(kind switch
        {
            "postgres" => await server.NewStateAsync(),
            "rkvs" => _folder["state.db"],
            _ => _folder["state"],
        });
        string workflow = LedgerWorkflow.Write(_folder.Path, seconds: "0");

        RunnerEnd[] ends = await Task.WhenAll(Enumerable.Range(0, Processes).Select(_ => runner.RunAsync("once", workflow, "ticket 4711")));

        Assert.All(ends, end => Assert.True(end.Code == 0, end.Output + end.Errors));
        string id = Assert.Single(ends.Select(end => end.Output.Split(' ')[0]).Distinct());
        RunnerEnd again = await runner.RunAsync("once", workflow, "ticket 4711");
        Assert.Equal($"{id} Succeeded", again.Output.TrimEnd());
    }
}
