using System.Runtime.InteropServices;

namespace BatchWorkflow.Engine.Storing;

/// <summary>The calls to a Unix kernel that the base library does not have.</summary>
internal static partial class UnixCalls
{
    private const int LockExclusive = 2;
    private const int DoNotBlock = 4;
    private const int LetGo = 8;
    private const int NoSuchFile = 2;
    private const int Interrupted = 4;
    private const int Invalid = 22;
    private const int ReadWrite = 2;
    private const int OwnerOnly = 0x180;
    private static readonly int WouldBlock = OperatingSystem.IsLinux() ? 11 : 35;
    private static readonly int NotSupported = OperatingSystem.IsLinux() ? 95 : 45;
    private static readonly int CloseOnExec = OperatingSystem.IsLinux() ? 0x80000 : OperatingSystem.IsFreeBSD() ? 0x100000 : 0x1000000;

    /// <summary>
    /// Opens a lock file, or makes it, and takes its advisory lock; the descriptor, or null when somebody else has it. The kernel lets go of it
    /// when its process dies. The base library's own way takes a lock on every file that it opens, and goes on without one where it can be told to.
    /// </summary>
    public static int? TryLock(string path)
    {
        int file = OpenLockFile(path);
        while (FLock(file, LockExclusive | DoNotBlock) != 0)
        {
            int error = Marshal.GetLastPInvokeError();
            if (error == Interrupted)
                continue;
            _ = Close(file);
            return error == WouldBlock ? null : throw Failed("lock", error);
        }
        return file;
    }

    /// <summary>Lets go of the lock, also in a child process that was forked in the meantime.</summary>
    public static void Unlock(int file)
    {
        _ = FLock(file, LetGo);
        _ = Close(file);
    }

    /// <summary>Flushes a folder's entries to disk, on file systems that can be asked to: network ones flush them by themselves and say so.</summary>
    public static void FlushFolder(string path)
    {
        int folder = Open(path, CloseOnExec);
        if (folder < 0)
            throw Failed("open", Marshal.GetLastPInvokeError());
        try
        {
            if (FSync(folder) != 0 && Marshal.GetLastPInvokeError() is var error && error != Invalid && error != NotSupported)
                throw Failed("flush", error);
        }
        finally
        {
            _ = Close(folder);
        }
    }

    private static int OpenLockFile(string path)
    {
        int file = Open(path, ReadWrite | CloseOnExec);
        if (file < 0 && Marshal.GetLastPInvokeError() == NoSuchFile && Create(path, OwnerOnly) is >= 0 and var created)
        {
            // Opened again because creat has no flag that keeps the file from child processes.
            _ = Close(created);
            file = Open(path, ReadWrite | CloseOnExec);
        }
        if (file >= 0)
            return file;
        int error = Marshal.GetLastPInvokeError();
        throw error == NoSuchFile ? new DirectoryNotFoundException($"The folder of '{path}' is missing.") : Failed("open", error);
    }

    private static IOException Failed(string what, int error) =>
        new($"could not {what} it ({Marshal.GetPInvokeErrorMessage(error)})", error);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FLock(int file, int operation);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "creat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Create(string path, int mode);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FSync(int file);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int file);
}
