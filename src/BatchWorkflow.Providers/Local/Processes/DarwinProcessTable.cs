using System.Buffers.Binary;
using System.Runtime.Versioning;

namespace BatchWorkflow.Providers.Local.Processes;

/// <summary>
/// The processes of macOS. Not tested there. The system hides the environment of its own programs, so a process that leaves both its
/// session and its parents is not found.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed unsafe class DarwinProcessTable : ProcessTable
{
    private const int BasicInfo = 3, BasicInfoBytes = 136, Zombie = 5;
    private const int ControlKernel = 1, KernelArguments = 49;

    public override IReadOnlyList<int> Pids()
    {
        int[] pids = new int[Math.Max(1024, Libc.DarwinPids(null, 0) * 2)];
        fixed (int* buffer = pids)
        {
            int count = Libc.DarwinPids(buffer, pids.Length * sizeof(int));
            return [.. pids.Take(Math.Max(0, count)).Where(pid => pid > 0)];
        }
    }

    public override ProcessEntry? Find(int pid)
    {
        byte* info = stackalloc byte[BasicInfoBytes];
        if (Libc.DarwinInfo(pid, BasicInfo, 0, info, BasicInfoBytes) != BasicInfoBytes)
            return null;
        ReadOnlySpan<byte> fields = new(info, BasicInfoBytes);
        long seconds = BinaryPrimitives.ReadInt64LittleEndian(fields[120..]);
        long microseconds = BinaryPrimitives.ReadInt64LittleEndian(fields[128..]);
        return new ProcessEntry(
            pid,
            BinaryPrimitives.ReadInt32LittleEndian(fields[16..]),
            Libc.SessionOf(pid),
            (seconds * 1_000_000) + microseconds,
            Ended: BinaryPrimitives.ReadInt32LittleEndian(fields[4..]) == Zombie);
    }

    public override int ReadEnvironment(int pid, ref byte[] buffer)
    {
        int* name = stackalloc int[] { ControlKernel, KernelArguments, pid };
        nint size = 0;
        if (Libc.DarwinControl(name, 3, null, &size, null, 0) != 0)
            return -1;
        if (buffer.Length < size)
            buffer = new byte[size];
        size = buffer.Length;
        fixed (byte* into = buffer)
            return Libc.DarwinControl(name, 3, into, &size, null, 0) == 0 ? (int)size : -1;
    }
}
