using System.Globalization;
using BatchWorkflow.Engine;
using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Storing;
using BatchWorkflow.Stores.Sqlite;

namespace BatchWorkflow.StateWriter;

/// <summary>Makes states of many runs and measures how fast they are listed.</summary>
internal static class Listing
{
    private static readonly string[] Others = ["definition.json", "plan.json", "checkpoint.json", "inbox.jsonl"];

    /// <summary>Makes runs that have ended, with the streams that such runs have.</summary>
    public static async Task FillAsync(Store store, int count)
    {
        DateTimeOffset first = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await Parallel.ForAsync(0, count, async (i, token) =>
        {
            DateTimeOffset at = first.AddMinutes(i);
            string id = at.ToString("yyyyMMdd-HHmmss-", CultureInfo.InvariantCulture) + (i % 10000).ToString("0000", CultureInfo.InvariantCulture);
            BatchRun run = new()
            {
                Id = id, Workflow = "wuji", Infrastructure = "wuji", Path = "/srv/wuji/workflow.yaml", Status = RunStatus.Succeeded, Submitted = at, Ended = at.AddSeconds(16),
                Duration = TimeSpan.FromSeconds(16), Steps = 21, StepsDone = 21, StepsSucceeded = 21, StepsChanged = 21,
                Origin = new RunOrigin { User = "ann", Host = "desk-1", Process = 4242, Session = "5e5510a0-0000-4000-8000-000000000001" },
            };
            byte[] summary = new RunSummary { Run = run, Sequence = 70, Token = 1 }.Write();
            foreach (string other in Others)
                await store.ReplaceAsync(StateLayout.Run(id, other), new byte[500], StoreVersion.Any, Durability.Written, token);
            await store.ReplaceAsync(JournalFormat.SegmentName(id, 1), new byte[8000], StoreVersion.Any, Durability.Written, token);
            await store.ReplaceAsync(StateLayout.RunLease(id), new byte[400], StoreVersion.Any, Durability.Written, token);
            await store.ReplaceAsync(StateLayout.Run(id, RunFolder.SummaryName), summary, StoreVersion.Any, Durability.Written, token);
        });
    }

    /// <summary>Lists all runs as Get-BatchStatus does, from the call on, in a process that has done nothing before.</summary>
    public static async Task<string> MeasureAsync(string state)
    {
        long start = TimeProvider.System.GetTimestamp();
        await using BatchEngine engine = new(new EngineOptions { StatePath = state, Plugins = [typeof(RkvsStoreFactory).Assembly] });
        TimeSpan? first = null;
        int count = 0;
        await foreach (BatchRun run in engine.ListAsync(static _ => { }, CancellationToken.None))
        {
            first ??= TimeProvider.System.GetElapsedTime(start);
            count++;
        }
        TimeSpan all = TimeProvider.System.GetElapsedTime(start);
        return string.Create(CultureInfo.InvariantCulture, $"{count} runs: first after {first?.TotalMilliseconds:0} ms, all after {all.TotalMilliseconds:0} ms");
    }
}
