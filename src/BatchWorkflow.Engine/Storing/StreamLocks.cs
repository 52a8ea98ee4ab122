using System.Text;

namespace BatchWorkflow.Engine.Storing;

/// <summary>
/// Lets one writer at a time change a stream, among threads and processes. A fixed number of lock files serves all streams, so none is ever
/// deleted while somebody waits for it; the kernel lets go of them when a process dies, however it dies.
/// </summary>
internal sealed class StreamLocks(string folder, Disk disk) : IDisposable
{
    private const int Count = 64;
    private readonly StreamLock?[] locks = new StreamLock?[Count];

    /// <summary>Waits until nobody else changes the stream.</summary>
    public ValueTask<StreamLock.Held> EnterAsync(string name, CancellationToken cancellationToken)
    {
        int index = Stripe(name);
        StreamLock? found = Volatile.Read(ref locks[index]);
        if (found is null)
        {
            StreamLock made = new(Path.Combine(folder, index.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)), disk);
            found = Interlocked.CompareExchange(ref locks[index], made, null) ?? made;
            if (found != made)
                made.Dispose();
        }
        return found.EnterAsync(cancellationToken);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (StreamLock? one in locks)
            one?.Dispose();
    }

    /// <summary>FNV-1a: every process must come to the same answer.</summary>
    private static int Stripe(string name)
    {
        uint hash = 2166136261;
        foreach (byte one in Encoding.ASCII.GetBytes(name))
            hash = (hash ^ one) * 16777619;
        return (int)((hash ^ (hash >> 16)) % Count);
    }
}
