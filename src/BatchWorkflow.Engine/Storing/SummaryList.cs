using System.Runtime.CompilerServices;
using BatchWorkflow.Engine.Journal;

namespace BatchWorkflow.Engine.Storing;

/// <summary>A run's summary as a list finds it.</summary>
/// <param name="Summary">The summary, or null when there is none that can be read.</param>
/// <param name="IsCurrent">False when the journal is not as it was when the summary was written.</param>
internal readonly record struct FoundSummary(RunSummary? Summary, bool IsCurrent);

/// <summary>
/// Reads the summaries of all runs, newest first, some of them ahead: a database answers many questions in the time of one. The first is read alone,
/// and whoever takes only a few lets no more be read than about as many again.
/// </summary>
internal sealed class SummaryList(Store store, string statePath)
{
    private const int MostAhead = 32;

    /// <summary>The runs by id, each with the reading of its summary, which may fail.</summary>
    public async IAsyncEnumerable<(string Id, Task<FoundSummary> Summary)> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Queue<(string Id, Task<FoundSummary> Summary)> ahead = [];
        int most = 1;
        try
        {
            await foreach (string id in RunIds.ListAsync(store, cancellationToken))
            {
                ahead.Enqueue((id, FindAsync(id, cancellationToken)));
                if (ahead.Count < most)
                    continue;
                do
                    yield return ahead.Dequeue();
                while (ahead.TryPeek(out (string Id, Task<FoundSummary> Summary) next) && next.Summary.IsCompleted);
                most = Math.Min(most * 2, MostAhead);
            }
            while (ahead.Count > 0)
                yield return ahead.Dequeue();
        }
        finally
        {
            // The store outlives what was asked of it.
            await Task.WhenAll(ahead.Select(a => a.Summary)).ContinueWith(
                static all => all.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private async Task<FoundSummary> FindAsync(string id, CancellationToken cancellationToken)
    {
        RunSummary? summary = await new RunFolder(store, statePath, id).ReadSummaryAsync(cancellationToken);
        return new FoundSummary(summary, summary?.Journal is not { } kept || await JournalVersions.AreAsync(store, id, kept, cancellationToken));
    }
}
