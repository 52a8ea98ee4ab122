using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace BatchWorkflow.Providers.Local.Processes;

/// <summary>Who owns an open file, which the base library does not tell.</summary>
[UnsupportedOSPlatform("windows")]
internal static unsafe class FileOwner
{
    private const int EmptyPath = 0x1000, WantOwner = 0x8, AtOwner = 20, AtOwnerOnDarwin = 16, Bytes = 256;

    /// <summary>The uid of its owner.</summary>
    public static uint Of(SafeFileHandle file)
    {
        byte* found = stackalloc byte[Bytes];
        byte nothing = 0;
        int descriptor = (int)file.DangerousGetHandle();
        int result = OperatingSystem.IsMacOS()
            ? RuntimeInformation.ProcessArchitecture == Architecture.X64 ? Libc.DarwinStatusX64(descriptor, found) : Libc.DarwinStatus(descriptor, found)
            : Libc.LinuxStatus(descriptor, &nothing, EmptyPath, WantOwner, found);
        if (result != 0)
            throw new IOException($"The owner of an open file is not told: {Marshal.GetLastPInvokeErrorMessage()}.");
        return BinaryPrimitives.ReadUInt32LittleEndian(new ReadOnlySpan<byte>(found + (OperatingSystem.IsMacOS() ? AtOwnerOnDarwin : AtOwner), sizeof(uint)));
    }
}
