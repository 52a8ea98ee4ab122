namespace BatchWorkflow.Engine.Running;

/// <summary>The time between a failed attempt and the next.</summary>
internal static class RetryDelay
{
    /// <summary>
    /// Linear: n times the initial delay; exponential: doubling from it; never more than max_delay. Jitter takes a random part of the
    /// upper half ("equal jitter"), so that a delay is never less than half. A failure's own retry_after is the least.
    /// </summary>
    /// <param name="policy">The policy.</param>
    /// <param name="failedAttempts">How many attempts that count have failed, from 1.</param>
    /// <param name="retryAfter">The least time that the failure asks for, or null.</param>
    /// <param name="random">A number from 0 to 1, asked only for jitter.</param>
    public static TimeSpan For(RetryPolicy policy, int failedAttempts, TimeSpan? retryAfter, Func<double> random)
    {
        double seconds = policy.Backoff == Backoff.Linear
            ? policy.InitialDelay.TotalSeconds * failedAttempts
            : policy.InitialDelay.TotalSeconds * Math.Pow(2, Math.Min(failedAttempts - 1, 62));
        seconds = Math.Min(seconds, policy.MaxDelay.TotalSeconds);
        if (policy.Jitter)
            seconds = (seconds / 2) + (seconds / 2 * random());
        TimeSpan delay = TimeSpan.FromSeconds(seconds);
        return retryAfter is { } least && least > delay ? least : delay;
    }
}
