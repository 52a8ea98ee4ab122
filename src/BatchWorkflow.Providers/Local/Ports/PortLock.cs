using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using BatchWorkflow.Providers.Local.Processes;
using Microsoft.Win32.SafeHandles;

namespace BatchWorkflow.Providers.Local.Ports;

/// <summary>The lock of a registry of ports. The kernel lets go of it when its process dies; while it is held its file names that process.</summary>
[UnsupportedOSPlatform("windows")]
internal static class PortLock
{
    private const string Name = "lock";
    private const int Exclusive = 2, DoNotBlock = 4, LongestHolder = 64;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Waits for it, but no longer than that.</summary>
    /// <param name="folder">The registry's folder.</param>
    /// <param name="patience">How long another process may hold it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The lock: held until it is disposed.</returns>
    public static async Task<IDisposable> TakeAsync(OwnedFolder folder, TimeSpan patience, CancellationToken cancellationToken)
    {
        SafeFileHandle file = folder.OpenFile(Name);
        try
        {
            // What another process does takes real time, whatever the clock of this engine says.
            long began = TimeProvider.System.GetTimestamp();
            while (!TryLock(file))
            {
                if (TimeProvider.System.GetElapsedTime(began) > patience)
                    throw Busy(folder.Shown(Name), HolderOf(file), patience);
                await Task.Delay(Pause, TimeProvider.System, cancellationToken);
            }
            RandomAccess.SetLength(file, 0);
            RandomAccess.Write(file, Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)), 0);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static bool TryLock(SafeFileHandle file)
        => Libc.FileLock((int)file.DangerousGetHandle(), Exclusive | DoNotBlock) == 0
            || (Marshal.GetLastPInvokeError() is Libc.TryAgain or Libc.TryAgainDarwin or Libc.Interrupted ? false
                : throw new IOException($"The ports of this machine cannot be locked: {Marshal.GetLastPInvokeErrorMessage()}."));

    private static string HolderOf(SafeFileHandle file)
    {
        Span<byte> bytes = stackalloc byte[LongestHolder];
        string pid = Encoding.ASCII.GetString(bytes[..RandomAccess.Read(file, bytes, 0)]);
        return pid.Length > 0 ? $"process {pid}" : "a process that did not write its number into it";
    }

    private static FailureException Busy(string file, string holder, TimeSpan patience) => new(new Failure
    {
        Kind = FailureKind.Transient,
        Message = string.Create(CultureInfo.InvariantCulture,
            $"{file}, the lock of this user's ports, has been held for {patience.TotalSeconds:0} seconds by {holder}. End that process if it is stopped or hangs."),
    });
}
