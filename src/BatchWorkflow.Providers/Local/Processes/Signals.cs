using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace BatchWorkflow.Providers.Local.Processes;

/// <summary>Sends signals to the very processes that were seen, never to others that got their numbers since.</summary>
[UnsupportedOSPlatform("windows")]
internal static class Signals
{
    private const nint SendByDescriptor = 424;

    public static void Send(IReadOnlyList<ProcessEntry> processes, int signal)
    {
        foreach (ProcessEntry process in processes)
            Send(process, signal);
    }

    public static void Send(ProcessEntry process, int signal)
    {
        int descriptor = ProcessDescriptor.Open(process.Pid);
        // Looked at after the descriptor is open: if this is still it, the descriptor is its, whatever becomes of the number.
        bool stillIt = ProcessTable.Current.Find(process.Pid) is { } now && now.Start == process.Start;
        if (descriptor >= 0)
        {
            if (stillIt)
                Require(Libc.Call(SendByDescriptor, descriptor, signal, 0, 0), process, signal);
            _ = Libc.Close(descriptor);
        }
        else if (stillIt)
            Require(Libc.SendSignal(process.Pid, signal), process, signal);
    }

    private static void Require(nint result, ProcessEntry process, int signal)
    {
        int error = Marshal.GetLastPInvokeError();
        if (result == 0 || error == Libc.NoProcess)
            return;
        throw new FailureException(new Failure
        {
            Kind = FailureKind.Fatal,
            Message = $"Process {process.Pid} cannot be ended by this user: {Marshal.GetPInvokeErrorMessage(error)}.",
            Code = $"errno {error}, signal {signal}",
        });
    }
}

/// <summary>A descriptor that stands for a process, where the kernel has them (Linux 5.3).</summary>
[UnsupportedOSPlatform("windows")]
internal static class ProcessDescriptor
{
    private const nint OpenProcess = 434;

    /// <summary>Opens one; -1 when there is no such process or no such call.</summary>
    public static int Open(int pid) => OperatingSystem.IsLinux() ? (int)Libc.Call(OpenProcess, pid, 0, 0, 0) : -1;
}
