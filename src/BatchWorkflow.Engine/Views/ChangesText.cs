namespace BatchWorkflow.Engine.Views;

/// <summary>How today's files differ from a run's own copies, as people read it.</summary>
public static class ChangesText
{
    private const int MostNamed = 6;

    /// <summary>All differences under a head, a line each; one line when there are none.</summary>
    public static IReadOnlyList<string> Lines(string run, IReadOnlyList<BatchChange> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        return changes.Count == 0
            ? [$"Today's files are those that run {run} keeps."]
            : [$"Today's files differ from those that run {run} keeps:", .. changes.Select(change => "  " + Line(change))];
    }

    /// <summary>How many of each: "2 changed, 1 added".</summary>
    public static string Summary(IReadOnlyList<BatchChange> changes) => changes is null or { Count: 0 }
        ? "nothing differs"
        : string.Join(", ", changes.GroupBy(c => c.Kind).OrderByDescending(g => g.Key).Select(g => $"{g.Count()} {g.Key.ToString().ToLowerInvariant()}"));

    /// <summary>One difference: "changed install/web@a (create.sh; variable size: 1 → 2): has failed: begins anew".</summary>
    public static string Line(BatchChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        string what = change.Differences.Count == 0 ? "" : $" ({What(change)})";
        return $"{change.Kind.ToString().ToLowerInvariant()} {change.Subject}{what}: {change.Effect}";
    }

    /// <summary>What differs: a file by its name, everything else with both values.</summary>
    public static string What(BatchChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        IEnumerable<string> named = change.Differences.Take(MostNamed).Select(d => IsFile(d) ? d.Property : Differences.Text(d));
        string more = change.Differences.Count > MostNamed ? $"; and {change.Differences.Count - MostNamed} more" : "";
        return string.Join("; ", named) + more;
    }

    /// <summary>What a file holds is not told, only that it is there.</summary>
    private static bool IsFile(PropertyDifference difference) => difference is { Wanted: null or "", Found: null or "" };
}
