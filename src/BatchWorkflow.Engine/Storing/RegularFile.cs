using Microsoft.Win32.SafeHandles;

namespace BatchWorkflow.Engine.Storing;

/// <summary>Tells files from what only looks like one: to open a named pipe waits for whoever writes to it, and a device may never end.</summary>
internal static class RegularFile
{
    /// <summary>The code of the problem that something is no regular file.</summary>
    public const string Code = "Definition.NotAFile";

    /// <summary>What to do about it.</summary>
    public const string Hint = "Put a file in its place.";

    private const uint Regular = 0x8000, Folder = 0x4000, Pipe = 0x1000, Socket = 0xC000;

    /// <summary>What stands at a path, or behind the links there, if it is neither a file nor a folder; null where nothing is seen to be.</summary>
    public static string? OtherKind(string path)
    {
        if (OperatingSystem.IsWindows())
            return null;
        using SafeFileHandle? handle = UnixCalls.TryOpenToLook(path);
        return handle is null ? null : UnixCalls.StatusOf(handle).Kind switch
        {
            Regular or Folder => null,
            Pipe => "a named pipe",
            Socket => "a socket",
            _ => "a device",
        };
    }

    /// <summary>True when a regular file is there.</summary>
    public static bool IsThere(string path) => File.Exists(path) && OtherKind(path) is null;

    /// <summary>The text of a regular file.</summary>
    /// <exception cref="IOException">It is not there, cannot be read, or is no regular file.</exception>
    public static string ReadText(string path) => OtherKind(path) is { } kind
        ? throw new IOException($"'{path}' is {kind}, not a file.")
        : File.ReadAllText(path);
}
