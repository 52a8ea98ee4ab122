using System.Globalization;
using System.Runtime.Versioning;
using BatchWorkflow.Engine;
using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.TestKit.Postgres;

namespace BatchWorkflow.Stores.Tests;

/// <summary>
/// How long it takes from the writing of a request to the event that acknowledges it, on each store, while the run has 60 scripts under way that
/// all write lines. The promise is a second; a machine that does other things too may make one of them late.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class AcknowledgementTests(PostgresServer server) : SampleRuns(server)
{
    private const int Steps = 60;
    private const int Rounds = 5;
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Worst = TimeSpan.FromSeconds(5);
    private static readonly Dictionary<string, string> NoAnswers = [];

    [Theory]
    [MemberData(nameof(All))]
    public async Task Request_OfEveryKind_IsInTheJournalWithinASecond(string kind)
    {
        string place = await NewStateAsync(kind);
        await using BatchEngine engine = Engine(place);
        await using ActiveRun run = await engine.SubmitAsync(await PlanAsync(engine, Busy()), new RunOptions(), default);
        await UntilAsync(() => run.Snapshot() is { GatesOpen: 2 * Rounds, StepsRunning: Steps });
        await using BatchEngine other = Engine(place, host: "desk-2");

        for (int round = 0; round < Rounds; round++)
        {
            await other.SkipAsync(run.Id, $"later-{round}", "not needed", default);
            await other.ApproveAsync(run.Id, $"yes-{round}", NoAnswers, null, default);
            await other.DenyAsync(run.Id, $"no-{round}", null, default);
            await other.ControlAsync(run.Id, ControlKind.Suspend, null, default);
            await other.ControlAsync(run.Id, ControlKind.Resume, null, default);
        }
        await other.ControlAsync(run.Id, ControlKind.Stop, null, default);
        Assert.Equal(Steps, run.Snapshot().StepsRunning);
        await run.LetGoAsync();

        await using Store store = Open(place);
        List<(ControlKind Kind, TimeSpan Took)> taken = [.. (await JournalReader.ReadAsync(store, run.Id, 0, default)).Entries
            .Where(e => e.Event is ControlTaken).Select(e => (((ControlTaken)e.Event).Request.Kind, e.Time - ((ControlTaken)e.Event).Request.Time))];
        Assert.Equal((Rounds * 5) + 1, taken.Count);
        foreach (IGrouping<ControlKind, TimeSpan> one in taken.GroupBy(t => t.Kind, t => t.Took))
        {
            List<TimeSpan> sorted = [.. one.Order()];
            TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{kind} {one.Key}: median {sorted[sorted.Count / 2].TotalMilliseconds:0} ms, longest {sorted[^1].TotalMilliseconds:0} ms"));
            Assert.True(sorted[sorted.Count / 2] < Promise, $"{one.Key}: {string.Join(", ", sorted)}");
            Assert.True(sorted[^1] < Worst, $"{one.Key}: {string.Join(", ", sorted)}");
        }
    }

    /// <summary>Sixty scripts that run until they are ended, and beside them gates and what can be skipped.</summary>
    private string Busy()
    {
        string workflow = Workflow("true"), folder = Path.GetDirectoryName(workflow)!;
        File.WriteAllText(Path.Combine(folder, "taskservs", "thing", "check.sh"), "#!/bin/sh\n");
        string[] names = [.. Enumerable.Range(0, Steps).Select(i => $"busy-{i}")];
        foreach (string name in names)
        {
            string taskserv = Directory.CreateDirectory(Path.Combine(folder, "taskservs", name)).FullName;
            File.WriteAllText(Path.Combine(taskserv, "taskserv.yaml"), "description: Writes a line each second.\n");
            File.WriteAllText(Path.Combine(taskserv, "create.sh"), "#!/bin/sh\nwhile true; do echo busy; sleep 1; done\n");
        }
        string gates = string.Concat(Enumerable.Range(0, Rounds).Select(i => $$"""
              - { id: yes-{{i}}, type: gate }
              - { id: no-{{i}}, type: gate, on_failure: continue }
              - { id: later-{{i}}, type: check, target: taskserv, items: [thing], depends_on: [busy] }

            """));
        File.WriteAllText(workflow, $$"""
            name: {{Path.GetFileName(folder)}}
            concurrency: {{Steps}}
            operations:
              - { id: make, type: create, target: server, items: [s1] }
              - { id: busy, type: create, target: taskserv, items: [{{string.Join(", ", names)}}], depends_on: [make] }
            {{gates}}
            logging: { destinations: [stdout] }
            """);
        return workflow;
    }

    private static async Task UntilAsync(Func<bool> reached)
    {
        using CancellationTokenSource giveUp = new(TimeSpan.FromSeconds(120));
        while (!reached())
            await Task.Delay(20, giveUp.Token);
    }
}
