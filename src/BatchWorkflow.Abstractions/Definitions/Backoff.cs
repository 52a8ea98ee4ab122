namespace BatchWorkflow;

/// <summary>How the delay between attempts grows.</summary>
public enum Backoff
{
    /// <summary>By the initial delay each time.</summary>
    Linear,

    /// <summary>Doubling each time.</summary>
    Exponential,
}
