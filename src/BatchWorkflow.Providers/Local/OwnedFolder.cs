using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using BatchWorkflow.Providers.Local.Processes;
using Microsoft.Win32.SafeHandles;

namespace BatchWorkflow.Providers.Local;

/// <summary>
/// A folder that is this user's alone: made without following a link at its end, and its owner and mode checked by handle. What is opened below its
/// handle is below that very folder, whatever happens to its path meanwhile.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed unsafe class OwnedFolder : IDisposable
{
    private const UnixFileMode Owners = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Permissions = (UnixFileMode)0xFFF;

    private readonly string path;
    private readonly SafeFileHandle handle;

    private OwnedFolder(string path, SafeFileHandle handle)
    {
        this.path = path;
        this.handle = handle;
    }

    /// <summary>Opens it, made when it is missing.</summary>
    /// <exception cref="FailureException">It is another user's, or no folder.</exception>
    public static OwnedFolder Open(string path)
    {
        Make(path);
        using NativeText name = new(path);
        SafeFileHandle handle = Opened(Libc.Open(name.Pointer, OpenFlags.Folder), path);
        try
        {
            DemandOurs(handle, path);
            Restrict(handle, Owners);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
        return new OwnedFolder(path, handle);
    }

    /// <summary>A file in it as other programs find it.</summary>
    public string Shown(string file) => Path.Combine(path, file);

    /// <summary>A file in it for calls that take a path: on Linux it begins at the handle.</summary>
    public string At(string file) => OperatingSystem.IsLinux() ? $"/proc/self/fd/{handle.DangerousGetHandle()}/{file}" : Shown(file);

    /// <summary>Opens a file in it, made when it is missing, for this user alone.</summary>
    public SafeFileHandle OpenFile(string file)
    {
        using NativeText name = new(file);
        SafeFileHandle opened = Opened(
            Libc.OpenAt((int)handle.DangerousGetHandle(), name.Pointer, OpenFlags.File, (int)OwnersFile), Shown(file));
        try
        {
            DemandOurs(opened, Shown(file));
            Restrict(opened, OwnersFile);
        }
        catch
        {
            opened.Dispose();
            throw;
        }
        return opened;
    }

    /// <inheritdoc />
    public void Dispose() => handle.Dispose();

    private static void Make(string path)
    {
        if (Directory.Exists(path))
            return;
        if (Path.GetDirectoryName(path) is { } parent)
            Make(parent);
        Directory.CreateDirectory(path, Owners);
    }

    private static SafeFileHandle Opened(int descriptor, string path)
    {
        if (descriptor >= 0)
            return new SafeFileHandle(descriptor, ownsHandle: true);
        int error = Marshal.GetLastPInvokeError();
        throw error == OpenFlags.IsLink || error == Libc.NotAFolder
            ? Refused($"{path} is a link or is no folder, so it is not used. Remove it.")
            : new IOException($"{path} cannot be opened: {Marshal.GetPInvokeErrorMessage(error)}.");
    }

    private static void DemandOurs(SafeFileHandle opened, string path)
    {
        uint owner = FileOwner.Of(opened);
        if (owner != Libc.EffectiveUser())
            throw Refused($"{path} belongs to another user (uid {owner}), so it is not used. Remove it.");
    }

    private static void Restrict(SafeFileHandle opened, UnixFileMode mode)
    {
        if ((File.GetUnixFileMode(opened) & Permissions) != mode)
            File.SetUnixFileMode(opened, mode);
    }

    private static FailureException Refused(string message) => new(new Failure { Kind = FailureKind.Fatal, Message = message });
}
