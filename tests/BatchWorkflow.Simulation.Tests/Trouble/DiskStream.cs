namespace BatchWorkflow.Simulation.Tests.Trouble;

/// <summary>A stream, and what of it is on the disk.</summary>
internal sealed class DiskStream
{
    private (byte[] Bytes, bool Exists) _flushed = ([], false);

    /// <summary>What processes see.</summary>
    public byte[] Bytes { get; private set; } = [];

    /// <summary>Its version; null when it is not there.</summary>
    public StoreVersion? Version { get; private set; }

    /// <summary>The numbers of the events that are not on the disk yet.</summary>
    public List<long> Unsafe { get; } = [];

    private bool IsFlushed => ReferenceEquals(_flushed.Bytes, Bytes) && _flushed.Exists == Version is not null;

    /// <summary>Changes what processes see.</summary>
    public void Set(byte[] bytes, StoreVersion? version) => (Bytes, Version) = (bytes, version);

    /// <summary>Brings it to the disk.</summary>
    public void Flush()
    {
        _flushed = (Bytes, Version is not null);
        Unsafe.Clear();
    }

    /// <summary>What was not flushed is there, gone, or there in part.</summary>
    public void LosePower(Random chance, Func<StoreVersion> newVersion)
    {
        if (IsFlushed || chance.Next(3) == 0)
        {
            Flush();
            return;
        }
        bool isGrown = Version is not null && _flushed.Exists && Bytes.AsSpan().StartsWith(_flushed.Bytes);
        byte[] left = isGrown ? Bytes[..chance.Next(_flushed.Bytes.Length, Bytes.Length + 1)] : _flushed.Bytes;
        Set(left, _flushed.Exists ? newVersion() : null);
        Flush();
    }
}
