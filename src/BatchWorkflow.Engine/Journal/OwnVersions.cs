namespace BatchWorkflow.Engine.Journal;

/// <summary>The versions that a writer has given its segment since all of it was last known to be on the disk.</summary>
/// <param name="first">The version that it began with.</param>
internal sealed class OwnVersions(StoreVersion first)
{
    private readonly Lock gate = new();
    private readonly List<StoreVersion> versions = [first];
    private long dropped;

    /// <summary>The number of the newest.</summary>
    public long Last
    {
        get
        {
            lock (gate)
                return dropped + versions.Count - 1;
        }
    }

    /// <summary>Notes a new one.</summary>
    /// <param name="version">The version.</param>
    /// <param name="isFlushed">True when it, and so all before, is on the disk.</param>
    public void Add(StoreVersion version, bool isFlushed)
    {
        lock (gate)
        {
            versions.Add(version);
            if (isFlushed)
                Drop(versions.Count - 1);
        }
    }

    /// <summary>True when a version that was found on the disk is that of a number or a later one; those before it are then forgotten.</summary>
    public bool IsAtLeast(StoreVersion found, long number)
    {
        lock (gate)
        {
            int at = versions.IndexOf(found);
            if (at < 0 || dropped + at < number)
                return dropped > number;
            Drop(at);
            return true;
        }
    }

    private void Drop(int count)
    {
        versions.RemoveRange(0, count);
        dropped += count;
    }
}
