using System.Runtime.Versioning;
using BatchWorkflow.Engine;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.Engine.Storing;
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
        DateTimeOffset before = TimeProvider.System.GetUtcNow().AddDays(-31);
        await using (BatchEngine then = Engine(place, time: new ShiftedTime(before)))
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

    /// <summary>The clock of another day.</summary>
    private sealed class ShiftedTime(DateTimeOffset start) : TimeProvider
    {
        private readonly TimeSpan shift = start - System.GetUtcNow();

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + shift;
    }
}
