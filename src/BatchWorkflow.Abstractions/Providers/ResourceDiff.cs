namespace BatchWorkflow;

/// <summary>How what is there differs from what is wanted.</summary>
/// <param name="Kind">What it takes to get there.</param>
/// <param name="Differences">The properties that differ.</param>
/// <param name="Reason">Why it is refused, or null.</param>
public sealed record ResourceDiff(DiffKind Kind, IReadOnlyList<PropertyDifference> Differences, string? Reason = null)
{
    /// <summary>
    /// With <see cref="DiffKind.Missing"/>: the machine that creating only takes over, as connections reach it before that. What is on it stays,
    /// and deleting only forgets it. Null when creating makes a new one.
    /// </summary>
    public ResourceState? Adopts { get; init; }
}
