using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace BatchWorkflow.Providers.Local.Processes;

/// <summary>
/// Tells when a process has ended: ours or an orphan of a dead engine. One thread waits for all of them, and lives only while there is one.
/// It takes no SIGCHLD and reaps nothing, for System.Diagnostics.Process of the same program does that for its own.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal static class ExitWatch
{
    private const int Add = 1, Remove = 2, Readable = 1, CloseOnExec = 0x80000, Batch = 64;

    // The structure is packed on x86-64 only.
    private static readonly int Size = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int Payload = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;

    private static readonly Lock Gate = new();
    private static readonly Dictionary<int, TaskCompletionSource> Waiting = [];
    private static readonly Dictionary<(int Pid, long Start), Task> Known = [];
    private static int epoll = -1;

    /// <summary>True while its thread lives.</summary>
    internal static bool IsAlive
    {
        get
        {
            lock (Gate)
                return epoll >= 0;
        }
    }

    /// <summary>Comes back when this very process has ended. Asking again costs nothing.</summary>
    public static Task EndedAsync(ProcessEntry process, TimeProvider time)
    {
        lock (Gate)
        {
            if (Known.TryGetValue((process.Pid, process.Start), out Task? known))
                return known;
            int descriptor = ProcessDescriptor.Open(process.Pid);
            if (!IsThere(process))
            {
                if (descriptor >= 0)
                    _ = Libc.Close(descriptor);
                return Task.CompletedTask;
            }
            return Known[(process.Pid, process.Start)] = descriptor >= 0 ? Watch(descriptor, process) : PollAsync(process, time);
        }
    }

    private static bool IsThere(ProcessEntry process)
        => ProcessTable.Current.Find(process.Pid) is { Ended: false } now && now.Start == process.Start;

    private static async Task PollAsync(ProcessEntry process, TimeProvider time)
    {
        await Task.Yield();
        while (IsThere(process))
            await Task.Delay(TimeSpan.FromMilliseconds(20), time);
        lock (Gate)
            Known.Remove((process.Pid, process.Start));
    }

    private static unsafe Task Watch(int descriptor, ProcessEntry process)
    {
        bool first = epoll < 0;
        if (first)
            epoll = Require(Libc.EpollCreate(CloseOnExec), "epoll_create1");
        byte* happening = stackalloc byte[16];
        *(int*)happening = Readable;
        *(int*)(happening + Payload) = descriptor;
        _ = Require(Libc.EpollControl(epoll, Add, descriptor, happening), "epoll_ctl");
        TaskCompletionSource ended = new((process.Pid, process.Start), TaskCreationOptions.RunContinuationsAsynchronously);
        Waiting.Add(descriptor, ended);
        if (first)
            new Thread(Run, maxStackSize: 256 * 1024) { IsBackground = true, Name = "bw-exits" }.Start(epoll);
        return ended.Task;
    }

    private static unsafe void Run(object? on)
    {
        int queue = (int)on!;
        byte* happenings = stackalloc byte[Batch * 16];
        List<TaskCompletionSource> ended = new(Batch);
        bool idle;
        do
        {
            int count = Libc.EpollWait(queue, happenings, Batch, -1);
            lock (Gate)
            {
                for (int i = 0; i < count; i++)
                    ended.Add(Forget(queue, *(int*)(happenings + (i * Size) + Payload)));
                idle = Waiting.Count == 0;
                if (idle)
                {
                    _ = Libc.Close(queue);
                    epoll = -1;
                }
            }
            ended.ForEach(one => one.SetResult());
            ended.Clear();
        }
        while (!idle);
    }

    private static unsafe TaskCompletionSource Forget(int queue, int descriptor)
    {
        // Closing alone does not remove it while a child that is being spawned still has a copy.
        _ = Require(Libc.EpollControl(queue, Remove, descriptor, null), "epoll_ctl");
        Waiting.Remove(descriptor, out TaskCompletionSource? ended);
        Known.Remove(((int, long))ended!.Task.AsyncState!);
        _ = Libc.Close(descriptor);
        return ended;
    }

    private static int Require(int result, string what) => result >= 0 ? result
        : throw new InvalidOperationException($"{what}: {Marshal.GetLastPInvokeErrorMessage()}");
}
