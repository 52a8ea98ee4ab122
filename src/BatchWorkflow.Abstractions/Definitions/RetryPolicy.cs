namespace BatchWorkflow;

/// <summary>How failed attempts are repeated.</summary>
public sealed record RetryPolicy
{
    /// <summary>How many attempts a step has; the first counts.</summary>
    public int MaxAttempts { get; init; } = 3;

    /// <summary>How the delay grows.</summary>
    public Backoff Backoff { get; init; } = Backoff.Exponential;

    /// <summary>The delay after the first failed attempt; in files, seconds.</summary>
    public TimeSpan InitialDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest delay; in files, seconds.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>True spreads the delays so that many steps do not come back at once.</summary>
    public bool Jitter { get; init; } = true;
}
