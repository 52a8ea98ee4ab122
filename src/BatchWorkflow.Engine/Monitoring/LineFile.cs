using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace BatchWorkflow.Engine.Monitoring;

/// <summary>
/// A file to which whole lines are added while others read it. Made at the first line; a torn last line is ended before the next.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="isPrivate">True makes it readable by its owner only.</param>
internal sealed class LineFile(string path, bool isPrivate) : IDisposable
{
    private SafeFileHandle? _handle;
    private long _end = -1;

    /// <summary>Adds lines; each ends with a line feed. After a failure the file is opened anew.</summary>
    public void Append(ReadOnlySpan<byte> lines)
    {
        try
        {
            SafeFileHandle handle = _handle ??= Open();
            long end = RandomAccess.GetLength(handle);
            if (end != _end && end > 0 && !EndsWithLine(handle, end))
                RandomAccess.Write(handle, "\n"u8, end++);
            RandomAccess.Write(handle, lines, end);
            _end = end + lines.Length;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _handle?.Dispose();
        _handle = null;
        _end = -1;
    }

    private static bool EndsWithLine(SafeFileHandle handle, long end)
    {
        Span<byte> last = stackalloc byte[1];
        return RandomAccess.Read(handle, last, end - 1) == 1 && last[0] == (byte)'\n';
    }

    [UnsupportedOSPlatform("windows")]
    private void Make(string whole)
    {
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        const UnixFileMode Readers = UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        MakeFolder(Path.GetDirectoryName(whole)!, Owner | UnixFileMode.UserExecute | (isPrivate ? 0 : Readers | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute));
        FileStreamOptions options = new()
        {
            Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete,
            UnixCreateMode = isPrivate ? Owner : Owner | Readers,
        };
        new FileStream(whole, options).Dispose();
    }

    [UnsupportedOSPlatform("windows")]
    private static void MakeFolder(string folder, UnixFileMode mode)
    {
        if (Directory.Exists(folder))
            return;
        if (Path.GetDirectoryName(folder) is { Length: > 0 } parent)
            MakeFolder(parent, mode);
        Directory.CreateDirectory(folder, mode);
    }

    private SafeFileHandle Open()
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        else if (!File.Exists(path))
            Make(Path.GetFullPath(path));
        return File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
    }
}
