using System.Runtime.Versioning;
using BatchWorkflow.Engine;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.TestKit.Postgres;

namespace BatchWorkflow.Stores.Tests.Damage;

/// <summary>For tests that damage a run which two holders worked on: its journal has two segments.</summary>
[UnsupportedOSPlatform("windows")]
public abstract class TwiceHeldRun(PostgresServer server) : SampleRuns(server)
{
    /// <summary>Makes a run that failed, was restarted by another engine and succeeded.</summary>
    private protected async Task<(string Place, string Id)> MakeRunAsync(string kind)
    {
        string place = await NewStateAsync(kind);
        await using BatchEngine first = Engine(place);
        BatchRun failed = await SubmitAsync(first, Workflow("test -f ../../mended || { touch ../../mended; exit 1; }"));
        await using BatchEngine second = Engine(place);
        await using ActiveRun again = await second.RestartAsync(failed.Id, new RestartOptions(), new RunOptions(), default);
        Assert.Equal(RunStatus.Succeeded, (await again.Completion).Status);
        return (place, failed.Id);
    }
}
