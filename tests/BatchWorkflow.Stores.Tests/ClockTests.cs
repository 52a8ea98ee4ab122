using System.Runtime.Versioning;
using BatchWorkflow.Engine;
using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.TestKit;
using BatchWorkflow.TestKit.Postgres;

namespace BatchWorkflow.Stores.Tests;

/// <summary>The machine's clock is set back while a run goes on, or between two processes that work on it.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ClockTests(PostgresServer server) : SampleRuns(server)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Theory]
    [MemberData(nameof(All))]
    public async Task Run_WhileTheClockIsSetBack_HearsRequestsRetriesAndGoesOn(string kind)
    {
        string place = await NewStateAsync(kind);
        SetClock clock = new();
        await using BatchEngine engine = Engine(place, time: clock);
        Plan plan = await PlanAsync(engine, Workflow("test -f ../../again || { touch ../../again; exit 75; }; until test -f ../../go; do sleep 0.02; done", attempts: 2));
        await using ActiveRun run = await engine.SubmitAsync(plan, new RunOptions(), default);
        await UntilAsync(() => run.Snapshot().StepList.Any(s => s.NextAttempt is not null));

        clock.Set(-Day);
        await UntilAsync(() => run.Snapshot().StepList.Any(s => s.Attempts == 2 && s.Status == StepStatus.Running));
        await using BatchEngine other = Engine(place);
        BatchRun suspended = await other.ControlAsync(run.Id, ControlKind.Suspend, "lunch", default).WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(RunStatus.Suspending, suspended.Status);
        await File.WriteAllTextAsync(Directory.GetFiles(engine.StatePath, "again", SearchOption.AllDirectories).Single().Replace("again", "go", StringComparison.Ordinal), "");

        Assert.Equal(RunStatus.Succeeded, (await run.Completion.WaitAsync(TimeSpan.FromMinutes(1))).Status);
        IReadOnlyList<BatchAuditEntry> trail = await engine.TrailAsync(run.Id, all: true, default);
        Assert.Equal(trail.Select(e => e.Time).Order(), trail.Select(e => e.Time));
    }

    [Fact]
    public async Task Resume_WithTheClockADayBehind_WaitsNoDay()
    {
        string place = await NewStateAsync("file");
        string workflow = Workflow("test -f ../../again || { touch ../../again; exit 75; }", attempts: 2);
        SetClock ahead = new();
        ahead.Set(Day);
        string id;
        await using (BatchEngine before = Engine(place, time: ahead))
        await using (ActiveRun run = await before.SubmitAsync(await PlanAsync(before, workflow), new RunOptions(), default))
        {
            await UntilAsync(() => run.Snapshot().StepList.Any(s => s.NextAttempt is not null));
            await run.LetGoAsync();
            id = run.Id;
        }
        await using BatchEngine engine = Engine(place);
        Assert.Equal(RunStatus.Interrupted, (await engine.GetAsync(id, default)).Status);

        await using ActiveRun again = await engine.ResumeAsync(id, new RunOptions(), default);
        BatchRun end = await again.Completion.WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(RunStatus.Succeeded, end.Status);
        Assert.InRange(end.Duration, TimeSpan.Zero, TimeSpan.FromMinutes(2));
        Assert.All(end.StepList, s => Assert.InRange(s.Duration, TimeSpan.Zero, TimeSpan.FromMinutes(2)));
        Assert.True((await engine.AuditAsync(id, kept: null, default)).Valid);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromMinutes(1));
        while (!condition())
            await Task.Delay(5, patience.Token);
    }
}
