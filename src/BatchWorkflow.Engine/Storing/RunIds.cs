using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using BatchWorkflow.Engine.Journal;

namespace BatchWorkflow.Engine.Storing;

/// <summary>The ids of runs: yyyyMMdd-HHmmss-xxxx in UTC, so they sort by time and can be typed.</summary>
internal static class RunIds
{
    private const int MostCandidates = 10;

    /// <summary>An id that is new unless two were made in one second with the same four letters.</summary>
    [SuppressMessage("Security", "CA5394", Justification = "An id is no secret, and a simulation must be able to repeat it.")]
    public static string New(TimeProvider time, Random random) =>
        time.GetUtcNow().UtcDateTime.ToString("yyyyMMdd-HHmmss-", CultureInfo.InvariantCulture)
        + random.GetString("0123456789abcdefghjkmnpqrstvwxyz", 4);

    /// <summary>The runs that have a journal or a summary, newest first, read as they are asked for.</summary>
    public static async IAsyncEnumerable<string> ListAsync(Store store, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? last = null;
        await foreach (string name in store.ListAsync(StateLayout.Runs, cancellationToken))
        {
            if (name.Split('/') is [_, var id, var stream] && id != last
                && (stream == RunFolder.SummaryName || JournalFormat.Token(id, name) is not null))
                yield return last = id;
        }
    }

    /// <summary>The whole id that a unique part of it stands for (Run.NotFound, Run.Ambiguous).</summary>
    public static async Task<string> ResolveAsync(Store store, string part, CancellationToken cancellationToken)
    {
        if (StoreNames.IsPart(part) && await store.ReadAsync(StateLayout.Run(part, RunFolder.SummaryName), 0, cancellationToken) is not null)
            return part;
        List<string> found = [];
        if (part.Length > 0)
        {
            await foreach (string id in ListAsync(store, cancellationToken))
            {
                if (id.Contains(part, StringComparison.OrdinalIgnoreCase))
                    found.Add(id);
            }
        }
        return found switch
        {
            [var only] => only,
            [] => throw NotFound(part),
            _ => throw Ambiguous(part, found),
        };
    }

    /// <summary>There is no such run.</summary>
    public static BatchWorkflowException NotFound(string part) => new("Run.NotFound", $"No run has '{part}' in its id.")
    {
        RecommendedAction = "Get-BatchStatus lists the runs; give -StatePath when they are kept elsewhere.",
    };

    private static BatchWorkflowException Ambiguous(string part, List<string> found)
    {
        string more = found.Count > MostCandidates ? $" and {found.Count - MostCandidates} more" : "";
        return new BatchWorkflowException("Run.Ambiguous", $"'{part}' is in the ids of {found.Count} runs: {string.Join(", ", found.Take(MostCandidates))}{more}.")
        {
            RecommendedAction = "Give more of the id.",
        };
    }
}
