using System.Runtime.CompilerServices;
using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Monitoring;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.Engine.State;
using BatchWorkflow.Engine.Storing;

namespace BatchWorkflow.Engine.Views;

/// <summary>Reads runs for people; changes nothing.</summary>
internal sealed class RunQueries(EngineParts engine)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>All runs, newest first, without their steps. The summary of a dead run may lag, so such a run is folded.</summary>
    public async IAsyncEnumerable<BatchRun> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (string id in RunIds.ListAsync(engine.Store, cancellationToken))
        {
            RunFolder folder = new(engine.Store, engine.StatePath, id);
            if (await folder.ReadSummaryAsync(cancellationToken) is not { } summary)
                continue;
            RunHold hold = summary.Run.Done || summary.Run.Suspended ? RunHold.Held : await engine.HoldOfAsync(id, cancellationToken);
            if (hold == RunHold.Held)
                yield return summary.Run;
            else
                yield return RunView.Summary(await RunHistory.ReadAsync(engine, folder, cancellationToken), hold, engine.Time.GetUtcNow());
        }
    }

    /// <summary>One run with its operations, steps and checkpoints.</summary>
    public async Task<BatchRun> GetAsync(string id, CancellationToken cancellationToken)
    {
        RunHold hold = await engine.HoldOfAsync(id, cancellationToken);
        RunState state = await RunHistory.ReadAsync(engine, new RunFolder(engine.Store, engine.StatePath, id), cancellationToken);
        return RunView.Detailed(state, hold, engine.Time.GetUtcNow());
    }

    /// <summary>The run now, and each time that it changed, until nobody works on it.</summary>
    public async IAsyncEnumerable<BatchRun> FollowAsync(string id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        JournalFollower follower = new(engine.Store, id);
        while (true)
        {
            bool isNews = (await follower.NextAsync(cancellationToken)).Count > 0;
            BatchRun? run = isNews || !await engine.IsHeldAsync(id, cancellationToken) ? await GetAsync(id, cancellationToken) : null;
            if (run is not null)
                yield return run;
            if (run is { Running: false } and not { Status: RunStatus.Pending })
                yield break;
            await Task.Delay(Pause, engine.Time, cancellationToken);
        }
    }

    /// <summary>The newest run of a workflow whose file lies in a folder, or null.</summary>
    public async Task<string?> NewestInFolderAsync(string folder, CancellationToken cancellationToken)
    {
        string wanted = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        await foreach (string id in RunIds.ListAsync(engine.Store, cancellationToken))
        {
            RunSummary? summary = await new RunFolder(engine.Store, engine.StatePath, id).ReadSummaryAsync(cancellationToken);
            if (summary?.Run.Path is { } path && Path.GetDirectoryName(Path.GetFullPath(path)) == wanted)
                return id;
        }
        return null;
    }

    /// <summary>The lines of a run's log.</summary>
    public async IAsyncEnumerable<BatchLogEntry> ReadLogAsync(string id, LogQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        RunFolder folder = new(engine.Store, engine.StatePath, id);
        using CancellationTokenSource watching = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bool isOver = !query.Follow || !await engine.IsHeldAsync(id, cancellationToken);
        Task watch = isOver ? Task.CompletedTask : WatchAsync();
        try
        {
            await foreach (BatchLogEntry entry in LogReader.ReadAsync(folder.Path, query, () => Volatile.Read(ref isOver), engine.Time, cancellationToken))
                yield return entry;
        }
        finally
        {
            await watching.CancelAsync();
            await watch.ContinueWith(static _ => { }, TaskScheduler.Default);
        }

        async Task WatchAsync()
        {
            while (await engine.IsHeldAsync(id, watching.Token))
                await Task.Delay(Pause, engine.Time, watching.Token);
            Volatile.Write(ref isOver, true);
        }
    }

    /// <summary>Counts, durations, retries and waits.</summary>
    public async Task<IReadOnlyList<BatchMetric>> MetricsAsync(string id, CancellationToken cancellationToken)
    {
        BatchRun run = await GetAsync(id, cancellationToken);
        JournalSnapshot journal = await JournalReader.ReadAsync(engine.Store, id, 0, cancellationToken);
        return RunMetrics.From(run, StepTimings.From(run, journal.Entries, engine.Time.GetUtcNow()));
    }

    /// <summary>The block that shows one failed step, its lines broken at a width.</summary>
    public async Task<string> DescribeFailureAsync(BatchRun run, BatchStep step, int width, bool colour, CancellationToken cancellationToken)
    {
        RunState state = await RunHistory.ReadAsync(engine, new RunFolder(engine.Store, engine.StatePath, run.Id), cancellationToken);
        WorkflowDefinition workflow = state.Plan.Source.Workflow;
        RetryPolicy policy = workflow.Operations.FirstOrDefault(o => o.Id == step.Operation)?.RetryPolicy ?? workflow.RetryPolicy;
        return FailureBlock.Text(run, step, policy.MaxAttempts, width, colour);
    }
}
