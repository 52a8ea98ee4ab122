using BatchWorkflow.Simulation.Tests.Simulating;

namespace BatchWorkflow.Simulation.Tests.Trouble;

/// <summary>
/// The disk as one process reaches it: slowly, sometimes not at all, and sometimes without hearing that a write was done. It waits outside of its
/// process, so that what it answers comes from elsewhere.
/// </summary>
internal sealed class TroubledStore(SimulatedDisk disk, Troubles troubles, SimulatedProcess process) : Store
{
    /// <inheritdoc />
    public override async ValueTask<StoreContent?> ReadAsync(string name, long offset, CancellationToken cancellationToken)
    {
        await troubles.BeforeStoreAsync(process, $"read {name}", isWrite: false, cancellationToken).ConfigureAwait(false);
        return disk.Read(name, offset);
    }

    /// <inheritdoc />
    public override async ValueTask<StoreVersion> AppendAsync(
        string name, ReadOnlyMemory<byte> bytes, StoreVersion seen, Durability durability, CancellationToken cancellationToken)
    {
        await troubles.BeforeStoreAsync(process, $"append {name}", isWrite: true, cancellationToken).ConfigureAwait(false);
        int outages = disk.Outages;
        Meddle(name, seen);
        StoreVersion version = disk.Append(name, bytes, seen, durability);
        await troubles.AfterStoreAsync(process, $"append {name}").ConfigureAwait(false);
        if (!process.IsDead && (durability == Durability.Flushed || disk.Outages == outages))
            disk.Acknowledge(name, bytes);
        return version;
    }

    /// <inheritdoc />
    public override async ValueTask<StoreVersion> ReplaceAsync(
        string name, ReadOnlyMemory<byte> bytes, StoreVersion seen, Durability durability, CancellationToken cancellationToken)
    {
        await troubles.BeforeStoreAsync(process, $"replace {name}", isWrite: true, cancellationToken).ConfigureAwait(false);
        Meddle(name, seen);
        StoreVersion version = disk.Replace(name, bytes, seen, durability);
        await troubles.AfterStoreAsync(process, $"replace {name}").ConfigureAwait(false);
        return version;
    }

    /// <inheritdoc />
    public override IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellationToken) => disk.List(prefix).ToAsyncEnumerable();

    /// <inheritdoc />
    public override async ValueTask DeleteAsync(string name, StoreVersion seen, CancellationToken cancellationToken)
    {
        await troubles.BeforeStoreAsync(process, $"delete {name}", isWrite: true, cancellationToken).ConfigureAwait(false);
        Meddle(name, seen);
        disk.Delete(name, seen);
        await troubles.AfterStoreAsync(process, $"delete {name}").ConfigureAwait(false);
    }

    private void Meddle(string name, StoreVersion seen)
    {
        if (seen != StoreVersion.Any && seen != StoreVersion.Absent && troubles.Conflicts())
            disk.Touch(name);
    }
}
