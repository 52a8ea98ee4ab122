namespace BatchWorkflow.Engine.Journal;

/// <summary>
/// A clock that never goes back while its process lives: when the machine's clock is set back, it goes on by the time that has passed. So no wait,
/// lease or retry of a run lasts longer, and the events of one holder stand in the order of their times.
/// </summary>
/// <param name="inner">The machine's clock.</param>
internal sealed class SteadyTime(TimeProvider inner) : TimeProvider
{
    private readonly Lock gate = new();
    private DateTimeOffset latest = inner.GetUtcNow();
    private long told = inner.GetTimestamp();

    /// <inheritdoc />
    public override long TimestampFrequency => inner.TimestampFrequency;

    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => inner.LocalTimeZone;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            long timestamp = inner.GetTimestamp();
            DateTimeOffset steady = latest + inner.GetElapsedTime(told, timestamp);
            DateTimeOffset shown = inner.GetUtcNow();
            (latest, told) = (shown > steady ? shown : steady, timestamp);
            return latest;
        }
    }

    /// <inheritdoc />
    public override long GetTimestamp() => inner.GetTimestamp();

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        inner.CreateTimer(callback, state, dueTime, period);
}
