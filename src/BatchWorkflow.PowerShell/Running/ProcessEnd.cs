using System.Runtime.InteropServices;

namespace BatchWorkflow.PowerShell.Running;

/// <summary>Holds back SIGTERM and SIGHUP while anything in this process listens for them, and gives way to them afterwards.</summary>
internal static class ProcessEnd
{
    private static readonly Lock Gate = new();
    private static readonly List<TerminationSignals> Listeners = [];
    private static readonly Stack<PosixSignalRegistration> Registrations = [];
    private static PosixSignal? _received;

    /// <summary>Lets a listener hear of signals; at once when one has come already.</summary>
    public static void Add(TerminationSignals listener)
    {
        PosixSignal? received;
        lock (Gate)
        {
            if (Listeners.Count == 0)
                Register();
            Listeners.Add(listener);
            received = _received;
        }
        if (received is { } signal)
            listener.Hear(signal);
    }

    /// <summary>Forgets a listener. Without listeners a signal that came ends the process.</summary>
    public static void Remove(TerminationSignals listener)
    {
        lock (Gate)
        {
            if (!Listeners.Remove(listener) || Listeners.Count > 0)
                return;
            while (Registrations.TryPop(out PosixSignalRegistration? registration))
                registration.Dispose();
            if (_received is { } signal)
                EndBy(signal);
        }
    }

    private static void Register()
    {
        if (OperatingSystem.IsWindows())
            return;
        foreach (PosixSignal signal in (PosixSignal[])[PosixSignal.SIGTERM, PosixSignal.SIGHUP])
            Registrations.Push(PosixSignalRegistration.Create(signal, Take));
    }

    private static void Take(PosixSignalContext context)
    {
        context.Cancel = true;
        TerminationSignals[] listeners;
        lock (Gate)
        {
            _received ??= context.Signal;
            listeners = [.. Listeners];
        }
        foreach (TerminationSignals listener in listeners)
            listener.Hear(context.Signal);
    }

    private static void EndBy(PosixSignal signal)
    {
        const int Hangup = 1;
        const int Terminate = 15;
        _ = Kill(Environment.ProcessId, signal == PosixSignal.SIGHUP ? Hangup : Terminate);
        // The runtime acts on a signal a moment later, and a script must not go on to its next command; a host with a handler of its own decides after that.
        Thread.Sleep(TimeSpan.FromSeconds(5));
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
