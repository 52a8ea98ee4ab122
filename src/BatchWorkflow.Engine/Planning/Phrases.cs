using BatchWorkflow.Engine.Definitions;

namespace BatchWorkflow.Engine.Planning;

/// <summary>Turns of phrase that several messages share.</summary>
internal static class Phrases
{
    /// <summary>The names with commas; of many only the first and how many more there are.</summary>
    public static string List(IReadOnlyCollection<string> names, int most = 8) => names.Count <= most
        ? string.Join(", ", names)
        : $"{string.Join(", ", names.Take(most))} and {names.Count - most} more";

    /// <summary>1 step, 2 steps.</summary>
    public static string Counted(int count, string word) => count == 1 ? $"1 {word}" : $"{count} {word}s";

    /// <summary>1 step begins anew, 2 steps begin anew.</summary>
    public static string BeginAnew(int steps) => $"{Counted(steps, "step")} {(steps == 1 ? "begins" : "begin")} anew";

    /// <summary>What differs: memory: 2048 found, 4096 wanted.</summary>
    public static string Differences(IReadOnlyCollection<PropertyDifference> differences) =>
        List([.. differences.Select(d => $"{d.Property}: {d.Found ?? "nothing"} found, {d.Wanted ?? "nothing"} wanted")], 4);

    /// <summary>A hint at the known name that is most like the unknown one, else at all known names.</summary>
    public static string? DidYouMean(string unknown, IReadOnlyCollection<string> known) =>
        NearestName.Hint(unknown, known) ?? (known.Count == 0 ? null : $"Known: {List(known)}.");
}
