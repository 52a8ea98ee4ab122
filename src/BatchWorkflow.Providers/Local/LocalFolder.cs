namespace BatchWorkflow.Providers.Local;

/// <summary>Folders of the state with modes of their own, whatever the umask of the process.</summary>
internal static class LocalFolder
{
    /// <summary>Its owner reads, writes and enters it; others only read and enter.</summary>
    public const UnixFileMode Shown = Private | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Only its owner reads, writes and enters it.</summary>
    public const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const UnixFileMode Foreign = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Makes a folder and those above it that are missing, all with this mode.</summary>
    public static void Make(string path, UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }
        if (Directory.Exists(path))
            return;
        if (Path.GetDirectoryName(path) is { Length: > 0 } parent)
            Make(parent, mode);
        Directory.CreateDirectory(path, mode);
        File.SetUnixFileMode(path, mode);
    }

    /// <summary>Takes from everybody but its owner the right to write to a file or a folder; what has the sticky bit is meant for many.</summary>
    public static void Protect(string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        UnixFileMode mode = File.GetUnixFileMode(path);
        if ((mode & Foreign) != 0 && (mode & UnixFileMode.StickyBit) == 0)
            File.SetUnixFileMode(path, mode & ~Foreign);
    }
}
