using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using BatchWorkflow.Providers.Local.Processes;

namespace BatchWorkflow.Providers.Local.Scripts;

/// <summary>A second name for a file, made only when the name is free: the one way to put a whole file somewhere exclusively.</summary>
[UnsupportedOSPlatform("windows")]
internal static unsafe class HardLink
{
    private const int Exists = 17;

    /// <summary>False when the name is taken.</summary>
    public static bool TryMake(string file, string name)
    {
        using NativeText from = new(file), to = new(name);
        if (Libc.Link(from.Pointer, to.Pointer) == 0)
            return true;
        int error = Marshal.GetLastPInvokeError();
        return error == Exists ? false : throw new IOException($"{name} cannot be made: {Marshal.GetPInvokeErrorMessage(error)}.");
    }
}
