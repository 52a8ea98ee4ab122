using System.Runtime.InteropServices;

namespace BatchWorkflow.PowerShell.Running;

/// <summary>
/// Hears SIGTERM and SIGHUP for one piece of work: the first stops it as Ctrl+C does, the next one counts as the second press. The signal ends
/// the process once the last such work has let go of what it holds.
/// </summary>
internal sealed class TerminationSignals : IDisposable
{
    private static readonly TimeSpan Bounce = TimeSpan.FromMilliseconds(250);
    private readonly Lock _gate = new();
    private readonly Action _stop;
    private readonly TimeProvider _time;
    private readonly TaskCompletionSource _again = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _first;

    /// <summary>Listens from now on.</summary>
    /// <param name="stop">Called at the first signal.</param>
    /// <param name="time">The clock.</param>
    public TerminationSignals(Action stop, TimeProvider time)
    {
        (_stop, _time) = (stop, time);
        ProcessEnd.Add(this);
    }

    /// <summary>The first signal's name, or null while there was none.</summary>
    public string? Name { get; private set; }

    /// <summary>Ends at the first signal.</summary>
    public Task Heard => _heard.Task;

    /// <summary>Ends at the second signal.</summary>
    public Task HeardAgain => _again.Task;

    /// <summary>Stops listening. The last to do so after a signal lets the signal end the process.</summary>
    public void Dispose() => ProcessEnd.Remove(this);

    /// <summary>Takes a signal that the process got.</summary>
    internal void Hear(PosixSignal signal)
    {
        lock (_gate)
        {
            if (Name is not null)
            {
                // A closing session sends SIGHUP and SIGTERM at once; they are one wish.
                if (_time.GetElapsedTime(_first) >= Bounce)
                    _again.TrySetResult();
                return;
            }
            _first = _time.GetTimestamp();
            Name = signal.ToString();
        }
        _heard.SetResult();
        _stop();
    }
}
