using Microsoft.Win32.SafeHandles;

namespace BatchWorkflow.Engine.Storing;

/// <summary>A lock file and, because its lock belongs to the process, a gate for the threads of this one.</summary>
internal sealed class StreamLock(string path, Disk disk) : IDisposable
{
    private const int WindowsSharingViolation = unchecked((int)0x80070020);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);
    private readonly SemaphoreSlim gate = new(1);
    private int? unixFile;
    private SafeFileHandle? windowsFile;

    /// <summary>Waits for the lock, up to half a minute.</summary>
    public async ValueTask<Held> EnterAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            // What another process does takes real time, whatever the clock of this engine says.
            long start = TimeProvider.System.GetTimestamp();
            while (true)
            {
                if (TryTake())
                    return new Held(this);
                if (TimeProvider.System.GetElapsedTime(start) > Patience)
                {
                    throw new BatchWorkflowException("State.Busy", $"'{path}' has been locked for {Patience.TotalSeconds:0} seconds by {LockHolder.Describe(path)}.")
                    {
                        RecommendedAction = "End that process if it is stopped or hangs while it writes the state.",
                    };
                }
                await Task.Delay(Pause, TimeProvider.System, cancellationToken);
            }
        }
        catch
        {
            gate.Release();
            throw;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        gate.Dispose();
        windowsFile?.Dispose();
    }

    private bool TryTake()
    {
        string parent = Path.GetDirectoryName(path)!;
        if (OperatingSystem.IsWindows())
        {
            disk.CreateFolder(parent);
            return TryTakeOnWindows();
        }
        try
        {
            unixFile = UnixCalls.TryLock(path);
        }
        catch (DirectoryNotFoundException)
        {
            disk.CreateFolder(parent);
            unixFile = UnixCalls.TryLock(path);
        }
        return unixFile is not null;
    }

    private bool TryTakeOnWindows()
    {
        try
        {
            windowsFile = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (IOException e) when (e.HResult == WindowsSharingViolation)
        {
            return false;
        }
    }

    private void Leave()
    {
        if (unixFile is { } file)
            UnixCalls.Unlock(file);
        windowsFile?.Dispose();
        unixFile = null;
        windowsFile = null;
        gate.Release();
    }

    /// <summary>The lock while it is held.</summary>
    internal readonly struct Held(StreamLock owner) : IDisposable
    {
        /// <summary>Lets go of it.</summary>
        public void Dispose() => owner.Leave();
    }
}
