namespace BatchWorkflow.TestKit;

/// <summary>The machine's clock, which a test sets forward and back; what measures time that passes goes on.</summary>
public sealed class SetClock : TimeProvider
{
    private long shift;

    /// <summary>Sets the clock by that much.</summary>
    public void Set(TimeSpan by) => Interlocked.Add(ref shift, by.Ticks);

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref shift));
}
