namespace BatchWorkflow.Simulation.Tests.Simulating;

/// <summary>A timer of a process: it never fires when the process is dead, and late when it is paused.</summary>
internal sealed class SimulatedTimer(Simulation simulation, SimulatedProcess process, Action callback) : ITimer
{
    private long _version;
    private TimeSpan _period;

    /// <summary>True when it was not armed again since, and not disposed.</summary>
    public bool IsDue(long version) => version == _version && !process.IsDead;

    /// <inheritdoc />
    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        _version++;
        _period = period;
        if (dueTime >= TimeSpan.Zero)
            simulation.Arm(this, _version, dueTime);
        return true;
    }

    /// <summary>Fires.</summary>
    public void Fire()
    {
        if (process.PausedUntil is { } until)
        {
            simulation.Arm(this, _version, until - simulation.Now);
            return;
        }
        if (_period > TimeSpan.Zero)
            simulation.Arm(this, _version, _period);
        else
            _version++;
        callback();
    }

    /// <inheritdoc />
    public void Dispose() => _version++;

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
