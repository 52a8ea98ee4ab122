using System.Runtime.Versioning;
using BatchWorkflow.Engine;
using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.Engine.Storing;
using BatchWorkflow.TestKit;
using BatchWorkflow.TestKit.Postgres;

namespace BatchWorkflow.Stores.Tests;

[UnsupportedOSPlatform("windows")]
public sealed class RetentionTests(PostgresServer server) : SampleRuns(server)
{
    [Theory]
    [MemberData(nameof(All))]
    public async Task Submit_WithOldRuns_RemovesThoseThatCannotBeResumed(string kind)
    {
        string place = await NewStateAsync(kind);
        string works = Workflow("true");
        string fails = Workflow("test -f \"$BW_ROOT/../../never\"");
        List<BatchRun> old = [];
        await using (BatchEngine then = Engine(place, time: Ago(31)))
        {
            old.Add(await SubmitAsync(then, works));
            old.Add(await SubmitAsync(then, fails));
        }
        await using BatchEngine now = Engine(place);
        BatchRun recent = await SubmitAsync(now, fails);
        Assert.Equal([recent.Id, .. old.Select(r => r.Id).OrderDescending()], await now.ListAsync(static _ => { }, default).Select(r => r.Id).ToListAsync());

        BatchRun next = await SubmitAsync(now, works);

        Assert.Equal(new[] { next.Id, recent.Id, old[1].Id }.OrderDescending(), await now.ListAsync(static _ => { }, default).Select(r => r.Id).ToListAsync());
        await using Store store = Open(place);
        Assert.Empty(await store.ListAsync(StateLayout.Run(old[0].Id, ""), default).ToListAsync());
        Assert.False(Directory.Exists(Path.Combine(now.StatePath, "runs", old[0].Id)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Runs_ThatCouldBeResumed_StayUnlessForced(string kind)
    {
        string place = await NewStateAsync(kind);
        string fails = Workflow("exit 1");
        string waits = Workflow("until test -f ../../never; do sleep 0.02; done");
        List<string> old = [];
        await using (BatchEngine then = Engine(place, time: Ago(31)))
        {
            old.Add((await SubmitAsync(then, fails)).Id);
            foreach (ControlKind? control in new ControlKind?[] { null, ControlKind.Suspend, ControlKind.Stop })
            {
                old.Add(await LeaveAsync(then, waits));
                if (control is { } asked)
                    await then.ControlAsync(old[^1], asked, null, default);
            }
        }
        await using BatchEngine now = Engine(place);
        await SubmitAsync(now, fails);
        await LeaveAsync(now, waits);

        Assert.Equal(
            [RunStatus.Failed, RunStatus.Interrupted, RunStatus.Suspended, RunStatus.Stopped],
            await Task.WhenAll(old.Select(async id => (await now.GetAsync(id, default)).Status)));
        foreach (string id in old)
        {
            Assert.Equal("Run.Resumable", (await Assert.ThrowsAsync<BatchWorkflowException>(() => now.RemoveAsync(id, force: false, default))).ErrorId);
            await now.RemoveAsync(id, force: true, default);
        }
        Assert.Equal(2, await now.ListAsync(static _ => { }, default).CountAsync());
    }

    [Fact]
    public async Task Submit_WithOldLogs_RemovesThoseOfItsWorkflow()
    {
        string place = await NewStateAsync("file");
        string workflow = Workflow("true");
        await File.WriteAllTextAsync(workflow, (await File.ReadAllTextAsync(workflow)).Replace("[stdout]", "[file]", StringComparison.Ordinal));
        await using BatchEngine engine = Engine(place);
        await SubmitAsync(engine, workflow);
        string logs = Path.Combine(Path.GetDirectoryName(workflow)!, "logs", "workflows");
        string old = Assert.Single(Directory.GetFiles(logs));
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddDays(-31));
        string foreign = Path.Combine(logs, "other-20200101-000000-abcd.log");
        await File.WriteAllTextAsync(foreign, "");
        File.SetLastWriteTimeUtc(foreign, DateTime.UtcNow.AddDays(-31));

        await SubmitAsync(engine, workflow);

        string[] left = Directory.GetFiles(logs);
        Assert.DoesNotContain(old, left);
        Assert.Contains(foreign, left);
        Assert.Equal(2, left.Length);
    }

    /// <summary>Lets go of a run while its only script waits.</summary>
    private static async Task<string> LeaveAsync(BatchEngine engine, string workflow)
    {
        await using ActiveRun run = await engine.SubmitAsync(await PlanAsync(engine, workflow), new RunOptions(), default);
        using CancellationTokenSource patience = new(TimeSpan.FromMinutes(1));
        while (run.Snapshot().StepsRunning == 0)
            await Task.Delay(5, patience.Token);
        await run.LetGoAsync();
        return run.Id;
    }

    private static SetClock Ago(int days)
    {
        SetClock clock = new();
        clock.Set(TimeSpan.FromDays(-days));
        return clock;
    }
}
