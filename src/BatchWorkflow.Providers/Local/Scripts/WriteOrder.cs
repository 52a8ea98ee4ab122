using System.Runtime.Versioning;
using BatchWorkflow.Providers.Local.Processes;

namespace BatchWorkflow.Providers.Local.Scripts;

/// <summary>
/// The order in which a script wrote to its two streams, as the kernel reports it: each entry is one write, or several to the same stream in a row.
/// One queue of the kernel serves all scripts of this process, because a user has few of them.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed unsafe class WriteOrder : IDisposable
{
    private const int Modified = 2, Overflow = 0x4000, Ignored = 0x8000, NonBlocking = 0x800, CloseOnExec = 0x80000, EventBytes = 16;

    private static readonly Lock Gate = new();
    private static readonly Dictionary<int, (WriteOrder Owner, bool IsError)> Watches = [];
    private static int queue = -1;

    private readonly List<bool> seen = [];
    private int output;
    private int error;

    private WriteOrder()
    {
    }

    /// <summary>Watches both files of a script that has yet to start; null where the kernel does not tell.</summary>
    public static WriteOrder? TryWatch(ScriptFiles files)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        lock (Gate)
        {
            if (queue < 0)
                queue = Libc.InotifyCreate(NonBlocking | CloseOnExec);
            if (queue < 0)
                return null;
            WriteOrder order = new();
            order.output = order.Watch(files.Output, isError: false);
            order.error = order.Watch(files.Errors, isError: true);
            if (order.output >= 0 && order.error >= 0)
                return order;
            order.Dispose();
            return null;
        }
    }

    /// <summary>The writes since the last call, true for standard error.</summary>
    public IReadOnlyList<bool> Take()
    {
        lock (Gate)
        {
            Drain();
            bool[] taken = [.. seen];
            seen.Clear();
            return taken;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (Gate)
        {
            foreach (int watch in (int[])[output, error])
                if (Watches.Remove(watch))
                    _ = Libc.InotifyRemove(queue, watch);
        }
    }

    private int Watch(string file, bool isError)
    {
        using NativeText path = new(file);
        int watch = Libc.InotifyAdd(queue, path.Pointer, Modified);
        if (watch >= 0)
            Watches[watch] = (this, isError);
        return watch;
    }

    private static void Drain()
    {
        byte* events = stackalloc byte[EventBytes * 256];
        while (Libc.Read(queue, events, EventBytes * 256) is > 0 and nint count)
        {
            for (int at = 0; at + EventBytes <= count; at += EventBytes)
            {
                (int watch, int mask) = (*(int*)(events + at), *(int*)(events + at + 4));
                if ((mask & Overflow) != 0)
                    Forget();
                else if ((mask & Ignored) != 0)
                    Watches.Remove(watch); // The file is gone, and the watch with it.
                else if ((mask & Modified) != 0 && Watches.TryGetValue(watch, out (WriteOrder Owner, bool IsError) found))
                    found.Owner.Note(found.IsError);
            }
        }
    }

    /// <summary>The kernel has lost some: what is known up to here orders nothing any more.</summary>
    private static void Forget()
    {
        foreach ((WriteOrder owner, _) in Watches.Values)
            owner.seen.Clear();
    }

    private void Note(bool isError)
    {
        // Two looks in the middle of a row of writes give it twice.
        if (seen.Count == 0 || seen[^1] != isError)
            seen.Add(isError);
    }
}
