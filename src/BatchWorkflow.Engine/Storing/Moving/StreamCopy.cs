using BatchWorkflow.Engine.Secrets;

namespace BatchWorkflow.Engine.Storing.Moving;

/// <summary>Copies all streams of a state to another and reads each again; what is there already and is the same is left alone.</summary>
internal sealed class StreamCopy(Store from, Store to)
{
    private const int AtOnce = 8;
    private long bytes;
    private int isSealed;

    /// <summary>How many bytes the streams have.</summary>
    public long Bytes => Interlocked.Read(ref bytes);

    /// <summary>True when one of them holds a sealed secret.</summary>
    public bool HasSealed => Volatile.Read(ref isSealed) != 0;

    /// <summary>The names of a state's streams; what else stands in a folder of files is no stream.</summary>
    public static async Task<List<string>> NamesAsync(Store store, CancellationToken cancellationToken)
    {
        List<string> names = [];
        foreach (string prefix in StateLayout.Moved)
        {
            await foreach (string name in store.ListAsync(prefix, cancellationToken))
            {
                if (!StateLayout.IsLocal(name) && name != ContentSweep.LeaseName)
                    names.Add(name);
            }
        }
        return names;
    }

    /// <summary>Streams of both states whose bytes differ.</summary>
    public async Task<IReadOnlyList<string>> DifferingAsync(IEnumerable<string> names, CancellationToken cancellationToken)
    {
        HashSet<string> there = [.. await NamesAsync(to, cancellationToken)];
        List<string> differing = [];
        foreach (string name in names.Where(there.Contains))
        {
            if (!await IsSameAsync(name, await from.ReadAsync(name, 0, cancellationToken), cancellationToken))
                differing.Add(name);
        }
        return differing;
    }

    /// <summary>Copies streams, each on the disk and read again before it is told.</summary>
    /// <exception cref="BatchWorkflowException">State.Damaged when a copy does not have the bytes of its original.</exception>
    public async Task<Dictionary<string, StoreVersion>> CopyAsync(IReadOnlyList<string> names, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        Dictionary<string, StoreVersion> copied = [];
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(names, parallel, async (name, token) =>
        {
            StoreVersion version = await CopyAsync(name, token);
            lock (copied)
            {
                copied.Add(name, version);
                progress?.Report(copied.Count);
            }
        });
        return copied;
    }

    private async Task<StoreVersion> CopyAsync(string name, CancellationToken cancellationToken)
    {
        StoreContent original = await from.ReadAsync(name, 0, cancellationToken)
            ?? throw new BatchWorkflowException("State.Busy", $"'{name}' was removed while it was moved.") { RecommendedAction = "Call Move-BatchState again." };
        if (!await IsSameAsync(name, original, cancellationToken))
        {
            await to.ReplaceAsync(name, original.Bytes, StoreVersion.Any, Durability.Flushed, cancellationToken);
            if (!await IsSameAsync(name, original, cancellationToken))
                throw new BatchWorkflowException("State.Damaged", $"The copy of '{name}' does not have the bytes of its original.") { RecommendedAction = "Look at the disk of the new state; the old one is as it was." };
        }
        Interlocked.Add(ref bytes, original.Bytes.Length);
        if (original.Bytes.Span.IndexOf(SealedValues.Mark) >= 0)
            Volatile.Write(ref isSealed, 1);
        return original.Version;
    }

    private async Task<bool> IsSameAsync(string name, StoreContent? original, CancellationToken cancellationToken) =>
        original is not null && await to.ReadAsync(name, 0, cancellationToken) is { } copy && copy.Bytes.Span.SequenceEqual(original.Bytes.Span);
}
