namespace BatchWorkflow;

/// <summary>A version of a stream, as its store writes versions.</summary>
/// <param name="Value">The store's own text.</param>
public readonly record struct StoreVersion(string Value)
{
    /// <summary>There is no such stream.</summary>
    public static StoreVersion Absent { get; } = new("absent");

    /// <summary>Whatever is there; for deletes, and for appends by many to one stream.</summary>
    public static StoreVersion Any { get; } = new("any");
}
