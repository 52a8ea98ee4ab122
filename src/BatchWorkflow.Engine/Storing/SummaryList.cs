using System.Runtime.CompilerServices;

namespace BatchWorkflow.Engine.Storing;

/// <summary>
/// Reads the summaries of all runs, newest first, some of them ahead: a database answers many questions in the time of one. The first is read alone,
/// and whoever takes only a few lets no more be read than about as many again.
/// </summary>
internal sealed class SummaryList(Store store, string statePath)
{
    private const int MostAhead = 32;

    /// <summary>The runs by id, each with the reading of its summary, which may fail or give null.</summary>
    public async IAsyncEnumerable<(string Id, Task<RunSummary?> Summary)> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Queue<(string Id, Task<RunSummary?> Summary)> ahead = [];
        int most = 1;
        try
        {
            await foreach (string id in RunIds.ListAsync(store, cancellationToken))
            {
                ahead.Enqueue((id, new RunFolder(store, statePath, id).ReadSummaryAsync(cancellationToken)));
                if (ahead.Count < most)
                    continue;
                do
                    yield return ahead.Dequeue();
                while (ahead.TryPeek(out (string Id, Task<RunSummary?> Summary) next) && next.Summary.IsCompleted);
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
}
