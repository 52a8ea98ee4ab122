using System.Globalization;

namespace BatchWorkflow.Engine.Journal;

/// <summary>The versions of a journal's segments as one text: a list sees by them that nothing was done to a journal since, without reading it.</summary>
internal static class JournalVersions
{
    private const int Longest = 600;

    /// <summary>The versions now; null for a journal of too many segments.</summary>
    public static async Task<string?> ReadAsync(Store store, string runId, CancellationToken cancellationToken)
    {
        List<string> versions = [];
        foreach (long token in await SegmentChain.TokensAsync(store, runId, cancellationToken))
        {
            string? version = await VersionAsync(store, runId, token, cancellationToken);
            versions.Add(string.Create(CultureInfo.InvariantCulture, $"{token}={version}"));
        }
        string all = string.Join(' ', versions);
        return all.Length <= Longest ? all : null;
    }

    /// <summary>True while each segment has the version that was kept.</summary>
    public static async Task<bool> AreAsync(Store store, string runId, string kept, CancellationToken cancellationToken)
    {
        foreach (string one in kept.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            int end = one.IndexOf('=', StringComparison.Ordinal);
            if (!long.TryParse(one.AsSpan(0, Math.Max(0, end)), NumberStyles.None, CultureInfo.InvariantCulture, out long token)
                || await VersionAsync(store, runId, token, cancellationToken) != one[(end + 1)..])
                return false;
        }
        return true;
    }

    /// <summary>Reading far behind the end asks only for the version.</summary>
    private static async Task<string?> VersionAsync(Store store, string runId, long token, CancellationToken cancellationToken) =>
        await store.ReadAsync(JournalFormat.SegmentName(runId, token), long.MaxValue, cancellationToken) is { } found ? found.Version.Value : null;
}
