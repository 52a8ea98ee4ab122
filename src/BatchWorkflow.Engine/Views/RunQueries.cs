using System.Runtime.CompilerServices;
using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Journal.Auditing;
using BatchWorkflow.Engine.Monitoring;
using BatchWorkflow.Engine.Planning;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.Engine.State;
using BatchWorkflow.Engine.Storing;

namespace BatchWorkflow.Engine.Views;

/// <summary>Reads runs for people; changes nothing.</summary>
internal sealed class RunQueries(EngineParts engine)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>All runs, newest first, without their steps.</summary>
    public async IAsyncEnumerable<BatchRun> ListAsync(Action<UnreadableRun> passedOver, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach ((string id, Task<FoundSummary> summary) in new SummaryList(engine.Store, engine.StatePath).ReadAsync(cancellationToken))
            if (await TryLookAsync(id, summary, passedOver, cancellationToken) is { } run)
                yield return run;
    }

    /// <summary>One run with its operations, steps and checkpoints.</summary>
    public async Task<BatchRun> GetAsync(string id, CancellationToken cancellationToken)
    {
        (RunState state, RunHold hold, string? damage) = await ReadAsync(id, cancellationToken);
        return RunView.Detailed(state, hold, engine.Time.GetUtcNow()) with { Damage = damage };
    }

    /// <summary>The run now, and each time that it changed, until nobody works on it.</summary>
    public async IAsyncEnumerable<BatchRun> FollowAsync(string id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        JournalFollower follower = new(engine.Store, id);
        while (true)
        {
            bool isNews = await IsNewsAsync();
            BatchRun? run = isNews || !await engine.IsHeldAsync(id, cancellationToken) ? await GetAsync(id, cancellationToken) : null;
            if (run is not null)
                yield return run;
            if (run is { Running: false } and not { Status: RunStatus.Pending })
                yield break;
            await Task.Delay(Pause, engine.Time, cancellationToken);
        }

        async Task<bool> IsNewsAsync()
        {
            try
            {
                return (await follower.NextAsync(cancellationToken)).Count > 0;
            }
            catch (JournalCorruptException e)
            {
                throw RunHistory.Unreadable(id, e);
            }
        }
    }

    /// <summary>The newest run of a workflow whose file lies in a folder, or null.</summary>
    public async Task<string?> NewestInFolderAsync(string folder, Action<UnreadableRun> passedOver, CancellationToken cancellationToken)
    {
        string wanted = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        await foreach ((string id, Task<FoundSummary> summary) in new SummaryList(engine.Store, engine.StatePath).ReadAsync(cancellationToken))
        {
            BatchRun? run = await TryLookAsync(id, summary, passedOver, cancellationToken);
            if (run?.Path is { } path && Path.GetDirectoryName(Path.GetFullPath(path)) == wanted)
                return id;
        }
        return null;
    }

    private async Task<BatchRun?> TryLookAsync(string id, Task<FoundSummary> reading, Action<UnreadableRun> passedOver, CancellationToken cancellationToken)
    {
        try
        {
            return await LookAsync(id, reading, cancellationToken);
        }
        catch (BatchWorkflowException e)
        {
            passedOver(new UnreadableRun(id, e));
            return null;
        }
    }

    /// <summary>
    /// A run without its steps; null for one that has not been accepted yet. The summary of a dead run may lag, and one that is missing or
    /// torn says nothing, so such runs are folded, and so is one whose journal was changed since; it is shown as it was when that cannot be read.
    /// </summary>
    private async Task<BatchRun?> LookAsync(string id, Task<FoundSummary> reading, CancellationToken cancellationToken)
    {
        (RunSummary? summary, bool isCurrent) = await reading;
        bool isAtRest = summary is not null && (summary.Run.Done || summary.Run.Suspended);
        if (isAtRest && isCurrent)
            return summary!.Run;
        if (summary is not null && !isAtRest && await engine.IsHeldAsync(id, cancellationToken))
            return summary.Run;
        if (summary is null && !await RunHistory.IsAcceptedAsync(engine, new RunFolder(engine.Store, engine.StatePath, id), cancellationToken))
            return null;
        try
        {
            (RunState state, RunHold hold, string? damage) = await ReadAsync(id, cancellationToken);
            return RunView.Summary(state, hold, engine.Time.GetUtcNow()) with { Damage = damage };
        }
        catch (BatchWorkflowException e) when (isAtRest)
        {
            return summary!.Run with { Damage = e.Message };
        }
    }

    /// <summary>A run's state, who holds it, and which of its events are missing. The lease of a run that is at rest does not matter, so it may be damaged.</summary>
    private async Task<(RunState State, RunHold Hold, string? Damage)> ReadAsync(string id, CancellationToken cancellationToken)
    {
        RunHold hold = RunHold.LetGo;
        BatchWorkflowException? unknown = null;
        try
        {
            hold = await engine.HoldOfAsync(id, cancellationToken);
        }
        catch (BatchWorkflowException e) when (e.ErrorId == LeaseFile.Unreadable)
        {
            unknown = e;
        }
        (RunState state, LostEvents? lost) = await RunHistory.ReadWholeAsync(engine, new RunFolder(engine.Store, engine.StatePath, id), cancellationToken);
        if (unknown is not null && state.Facts is { Ended: null, Status: not RunStatus.Suspended })
            throw unknown;
        return (state, hold, lost?.ToString() ?? unknown?.Message);
    }

    /// <summary>The lines of a run's log.</summary>
    public async IAsyncEnumerable<BatchLogEntry> ReadLogAsync(string id, LogQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        RunFolder folder = new(engine.Store, engine.StatePath, id);
        await RefuseLogElsewhereAsync(folder, cancellationToken);
        await DemandKnownAsync(folder, query, cancellationToken);
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

    /// <summary>Refuses names that the run does not have: no lines would pass for a quiet operation.</summary>
    private async Task DemandKnownAsync(RunFolder folder, LogQuery query, CancellationToken cancellationToken)
    {
        if (query.Operation is null && query.Step is null)
            return;
        Plan plan = (await RunHistory.ReadAsync(engine, folder, cancellationToken)).Plan;
        if (query.Operation is { } operation)
            Demand("operation", operation, [.. plan.Steps.Select(s => s.Operation).Distinct(StringComparer.Ordinal)]);
        if (query.Step is { } step)
            Demand("step", step, [.. plan.Steps.Select(s => s.Id)]);

        void Demand(string what, string name, IReadOnlyCollection<string> known)
        {
            if (!known.Contains(name, StringComparer.OrdinalIgnoreCase))
                throw new BatchWorkflowException($"{char.ToUpperInvariant(what[0])}{what[1..]}.NotFound", $"Run {folder.Id} has no {what} {name}.")
                {
                    RecommendedAction = Phrases.DidYouMean(name, known),
                };
        }
    }

    /// <summary>A log stays where its run was made, also when the journal is in a database that other machines see.</summary>
    private async Task RefuseLogElsewhereAsync(RunFolder folder, CancellationToken cancellationToken)
    {
        if (File.Exists(LogFiles.OfRun(folder.Path)) || (await folder.ReadSummaryAsync(cancellationToken))?.Run is not { } run || run.Origin.Host == engine.Origin.Host)
            return;
        throw new BatchWorkflowException("Log.NotFound", $"The log of run {run.Id} is on {run.Origin.Host}, where the run was made, and not on {engine.Origin.Host}.")
        {
            RecommendedAction = $"Read it there; Get-BatchStatus -Id {run.Id} -Detailed shows steps and failures anywhere.",
        };
    }

    /// <summary>Counts, durations, retries and waits; none when the workflow keeps none (monitoring.enabled).</summary>
    public async Task<IReadOnlyList<BatchMetric>> MetricsAsync(string id, CancellationToken cancellationToken)
    {
        RunState state = await RunHistory.ReadAsync(engine, new RunFolder(engine.Store, engine.StatePath, id), cancellationToken);
        if (!state.Plan.Source.Workflow.Monitoring.Enabled)
            return [];
        BatchRun run = await GetAsync(id, cancellationToken);
        JournalSnapshot journal = await JournalReader.ReadAsync(engine.Store, id, 0, cancellationToken);
        return RunMetrics.From(run, StepTimings.From(run, journal.Entries, engine.Time.GetUtcNow()));
    }

    /// <summary>Who did what, when, from where and why.</summary>
    public async Task<IReadOnlyList<BatchAuditEntry>> TrailAsync(string id, bool all, CancellationToken cancellationToken)
    {
        try
        {
            JournalSnapshot journal = await JournalReader.ReadAsync(engine.Store, id, 0, cancellationToken);
            return [.. new AuditTrail(id).Tell(journal.Entries, all)];
        }
        catch (JournalCorruptException e)
        {
            throw new BatchWorkflowException("State.Unreadable", $"The journal of run {id} cannot be trusted: {e.Message}", e)
            {
                RecommendedAction = $"Test-BatchAudit {id} lists everything that is wrong with it.",
            };
        }
    }

    /// <summary>The block that shows one failed step, its lines broken at a width.</summary>
    public async Task<string> DescribeFailureAsync(BatchRun run, BatchStep step, int width, bool colour, CancellationToken cancellationToken)
    {
        RunState state = await RunHistory.ReadAsync(engine, new RunFolder(engine.Store, engine.StatePath, run.Id), cancellationToken);
        WorkflowDefinition workflow = state.Plan.Source.Workflow;
        RetryPolicy policy = workflow.Operations.FirstOrDefault(o => o.Id == step.Operation)?.RetryPolicy ?? workflow.RetryPolicy;
        return FailureBlock.Text(run, AtFailure(step, state[step.Id]), policy.MaxAttempts, width, colour);
    }

    /// <summary>The step as its failed attempt left it: other attempts, of earlier goes and of its undoing, tell nothing of the failure.</summary>
    private static BatchStep AtFailure(BatchStep step, StepState state) => state.FailedAttempt is { } failed
        ? step with { Attempts = failed.Number, Duration = failed.Duration }
        : step;
}
