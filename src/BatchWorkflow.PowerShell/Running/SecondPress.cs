using System.Runtime.InteropServices;

namespace BatchWorkflow.PowerShell.Running;

/// <summary>Sees Ctrl+C pressed again. It lives only while a foreground run does; the first press is the host's.</summary>
internal sealed class SecondPress : IDisposable
{
    private static readonly TimeSpan Bounce = TimeSpan.FromMilliseconds(250);
    private readonly TimeProvider _time;
    private readonly TaskCompletionSource _pressed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration _registration;
    private long _stopped;

    public SecondPress(TimeProvider time)
    {
        _time = time;
        _registration = PosixSignalRegistration.Create(PosixSignal.SIGINT, Take);
    }

    /// <summary>Ends when Ctrl+C was pressed after the run was already told to stop.</summary>
    public Task Pressed => _pressed.Task;

    /// <summary>The run was told to stop: from now on another press counts.</summary>
    public void Arm() => Volatile.Write(ref _stopped, _time.GetTimestamp());

    public void Dispose() => _registration.Dispose();

    private void Take(PosixSignalContext context)
    {
        long stopped = Volatile.Read(ref _stopped);
        // The host's own handler and this one hear the same first press, in either order.
        if (stopped == 0 || _time.GetElapsedTime(stopped) < Bounce)
            return;
        context.Cancel = true;
        _pressed.TrySetResult();
    }
}
