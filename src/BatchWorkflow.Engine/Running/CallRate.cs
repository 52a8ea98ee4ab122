namespace BatchWorkflow.Engine.Running;

/// <summary>How many calls a provider takes per second. After a pause it takes up to a second's worth at once; calls get their turns in order.</summary>
internal sealed class CallRate(double perSecond, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly TimeSpan _interval = TimeSpan.FromSeconds(1 / perSecond);
    private readonly TimeSpan _burst = TimeSpan.FromSeconds((Math.Max(1, Math.Floor(perSecond)) - 1) / perSecond);
    private readonly long _start = time.GetTimestamp();
    private TimeSpan _turn;

    /// <summary>Waits for a turn. One that is cancelled is lost.</summary>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        TimeSpan wait = TakeTurn();
        return wait > TimeSpan.Zero ? Task.Delay(wait, time, cancellationToken) : Task.CompletedTask;
    }

    private TimeSpan TakeTurn()
    {
        lock (_gate)
        {
            TimeSpan now = time.GetElapsedTime(_start);
            TimeSpan turn = _turn > now ? _turn : now;
            _turn = turn + _interval;
            return turn - _burst - now;
        }
    }
}
