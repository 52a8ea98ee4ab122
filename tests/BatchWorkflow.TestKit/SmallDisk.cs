using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using Xunit;

namespace BatchWorkflow.TestKit;

/// <summary>A file system of few megabytes in memory, which a test fills or makes read-only; needs root.</summary>
[SupportedOSPlatform("linux")]
public sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private SmallDisk()
    {
    }

    /// <summary>Where it is mounted.</summary>
    public string Path => folder.Path;

    private string Filler => folder["filler"];

    /// <summary>Mounts one; skips the test where that is not possible.</summary>
    public static SmallDisk Mount(int megabytes)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root can mount a small disk.");
        SmallDisk disk = new();
        if (Run("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m"), "bw-small-disk", disk.Path))
            return disk;
        disk.folder.Dispose();
        Assert.Skip("No file system can be mounted here.");
        return null;
    }

    /// <summary>Leaves no space on it.</summary>
    public void Fill()
    {
        byte[] block = new byte[4096];
        using FileStream file = new(Filler, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        try
        {
            while (true)
                file.Write(block);
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    /// <summary>Frees what filled it.</summary>
    public void Free() => File.Delete(Filler);

    /// <summary>Mounts it again so that nothing can be written, or that all can.</summary>
    public void SetReadOnly(bool isReadOnly) =>
        Assert.True(Run("mount", "-o", isReadOnly ? "remount,ro" : "remount,rw", Path), "It cannot be mounted again.");

    /// <inheritdoc />
    public void Dispose()
    {
        // Scripts that a test left may still write there.
        Run("umount", "-l", Path);
        folder.Dispose();
    }

    private static bool Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
