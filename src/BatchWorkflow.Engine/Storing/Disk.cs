using Microsoft.Win32.SafeHandles;

namespace BatchWorkflow.Engine.Storing;

/// <summary>The calls by which the file store changes a disk; tests count them and let them fail.</summary>
internal class Disk
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The machine's own.</summary>
    public static Disk Real { get; } = new();

    /// <summary>Opens a file for writing, and makes it, for nobody but its owner, when it is not there.</summary>
    public virtual SafeFileHandle Open(string path, bool create)
    {
        if (create)
        {
            FileStreamOptions options = new() { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = Owner;
            new FileStream(path, options).Dispose();
        }
        return File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
    }

    /// <summary>Makes a folder and those above it, for nobody but their owner.</summary>
    public virtual void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }
        // The base library gives the mode to the last folder only.
        if (Path.GetDirectoryName(path) is { } parent && !Directory.Exists(parent))
            CreateFolder(parent);
        Directory.CreateDirectory(path, Owner | UnixFileMode.UserExecute);
    }

    /// <summary>Hands bytes to the operating system.</summary>
    public virtual void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(file, bytes, offset);

    /// <summary>Puts a file in the place of another in one step.</summary>
    public virtual void Rename(string from, string to) => File.Move(from, to, overwrite: true);

    /// <summary>Brings all that was written to a file to the disk.</summary>
    public virtual void FlushFile(SafeFileHandle file) => RandomAccess.FlushToDisk(file);

    /// <summary>Brings a folder's entries to the disk.</summary>
    public virtual void FlushFolder(string path)
    {
        if (!OperatingSystem.IsWindows())
            UnixCalls.FlushFolder(path);
    }
}
