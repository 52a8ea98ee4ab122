namespace BatchWorkflow.Engine.State;

/// <summary>The time between two that may have been read from different clocks, or from one that was set back between them: never less than none.</summary>
internal static class Elapsed
{
    /// <summary>The time from one to the other.</summary>
    public static TimeSpan Between(DateTimeOffset from, DateTimeOffset to) => to > from ? to - from : TimeSpan.Zero;
}
