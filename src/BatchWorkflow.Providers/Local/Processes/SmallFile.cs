using System.Runtime.InteropServices;
using System.Text;

namespace BatchWorkflow.Providers.Local.Processes;

/// <summary>Reads files of /proc and of attempts in three system calls and without garbage: this is done for every script that ends.</summary>
internal static unsafe class SmallFile
{
    private const int ReadOnly = 0;

    private static readonly int CloseOnExec = OperatingSystem.IsMacOS() ? 0x1000000 : 0x80000;

    /// <summary>Reads from the beginning until the buffer is full or the file ends; -1 when it cannot be read.</summary>
    public static int Read(ReadOnlySpan<byte> path, Span<byte> into)
    {
        int descriptor;
        fixed (byte* name = path)
            descriptor = Libc.Open(name, ReadOnly | CloseOnExec);
        if (descriptor < 0)
            return -1;
        int total = 0;
        while (total < into.Length)
        {
            nint count;
            fixed (byte* buffer = into)
                count = Libc.Read(descriptor, buffer + total, into.Length - total);
            if (count < 0 && Marshal.GetLastPInvokeError() == Libc.Interrupted)
                continue;
            if (count < 0)
                total = -1;
            if (count <= 0)
                break;
            total += (int)count;
        }
        _ = Libc.Close(descriptor);
        return total;
    }

    /// <summary>The same for a path that is a string.</summary>
    public static int Read(string path, Span<byte> into)
    {
        Span<byte> name = stackalloc byte[Encoding.UTF8.GetMaxByteCount(path.Length) + 1];
        int length = Encoding.UTF8.GetBytes(path, name);
        name[length] = 0;
        return Read(name, into);
    }
}
