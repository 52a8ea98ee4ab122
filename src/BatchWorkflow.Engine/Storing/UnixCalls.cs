using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

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
    private const int EmptyPath = 0x1000;
    private const uint KindOwnerAndNumber = 0x109;
    private const uint KindBits = 0xF000;
    private const int StatusSize = 256;
    private static readonly int Create = OperatingSystem.IsLinux() ? 0x40 : 0x200;

    /// <summary>Opens nothing that could wait: on Linux only the path, elsewhere what is there at once.</summary>
    private static readonly int OnlyLook = OperatingSystem.IsLinux() ? 0x200000 : 0x4;

    /// <summary>On Linux the number differs between processors.</summary>
    private static readonly int NoLink = !OperatingSystem.IsLinux() ? 0x100
        : RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm ? 0x8000 : 0x20000;

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

    /// <summary>What the kernel knows of what was opened.</summary>
    public static FileStatus StatusOf(SafeFileHandle file)
    {
        Span<byte> found = stackalloc byte[StatusSize];
        if (OperatingSystem.IsMacOS())
        {
            Demand(RuntimeInformation.ProcessArchitecture == Architecture.X64 ? StatusX64(file, found) : Status(file, found));
            return new FileStatus(BinaryPrimitives.ReadUInt32LittleEndian(found[16..]), BinaryPrimitives.ReadUInt64LittleEndian(found[8..]),
                BinaryPrimitives.ReadUInt16LittleEndian(found[4..]) & KindBits);
        }
        Demand(StatusOnLinux(file, "", EmptyPath, KindOwnerAndNumber, found));
        return new FileStatus(BinaryPrimitives.ReadUInt32LittleEndian(found[20..]), BinaryPrimitives.ReadUInt64LittleEndian(found[32..]),
            BinaryPrimitives.ReadUInt16LittleEndian(found[28..]) & KindBits);
    }

    /// <summary>Opens a file or folder to look at it.</summary>
    public static SafeFileHandle OpenToLook(string path)
    {
        int file = Open(path, CloseOnExec);
        return file >= 0 ? new SafeFileHandle(file, ownsHandle: true) : throw Failed("open", Marshal.GetLastPInvokeError());
    }

    /// <summary>Opens whatever is at a path to look at it, without waiting for anybody; null when it cannot be opened.</summary>
    public static SafeFileHandle? TryOpenToLook(string path) =>
        Open(path, CloseOnExec | OnlyLook) is >= 0 and int file ? new SafeFileHandle(file, ownsHandle: true) : null;

    private static void Demand(int result)
    {
        if (result != 0)
            throw Failed("look at", Marshal.GetLastPInvokeError());
    }

    private static int OpenLockFile(string path)
    {
        int file = Open(path, ReadWrite | CloseOnExec | NoLink);
        if (file < 0 && Marshal.GetLastPInvokeError() == NoSuchFile && (file = Open(path, ReadWrite | CloseOnExec | NoLink | Create, OwnerOnly)) >= 0)
            _ = ChangeMode(file, OwnerOnly);
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

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "fchmod", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ChangeMode(int file, int mode);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int StatusOnLinux(SafeFileHandle file, string path, int flags, uint wanted, Span<byte> found);

    [LibraryImport("libc", EntryPoint = "fstat", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Status(SafeFileHandle file, Span<byte> found);

    [LibraryImport("libc", EntryPoint = "fstat$INODE64", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int StatusX64(SafeFileHandle file, Span<byte> found);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FSync(int file);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int file);
}

/// <summary>What a kernel knows of an open file.</summary>
/// <param name="Owner">The uid of its owner.</param>
/// <param name="Number">Its number in its file system.</param>
/// <param name="Kind">The bits of its mode that tell a file from a folder, a pipe, a socket and a device.</param>
internal readonly record struct FileStatus(uint Owner, ulong Number, uint Kind);
