namespace BatchWorkflow.Simulation.Tests.Simulating;

/// <summary>The clock of a process: it may be wrong and be set, but what measures time that passes is not.</summary>
internal sealed class SimulatedTime(Simulation simulation, SimulatedProcess process) : TimeProvider
{
    /// <summary>How far it is ahead of the true time.</summary>
    public TimeSpan Ahead { get; set; }

    /// <inheritdoc />
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => Simulation.Begin + simulation.Now + Ahead;

    /// <inheritdoc />
    public override long GetTimestamp() => simulation.Now.Ticks;

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        SimulatedTimer timer = new(simulation, process, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }
}
