using System.Collections.Concurrent;
using BatchWorkflow.Engine.Storing;

namespace BatchWorkflow.Engine.Journal;

/// <summary>Which run has a server: good only while that run's lease is alive with that token.</summary>
internal sealed record ServerHold
{
    /// <summary>The server's identity.</summary>
    public required string Identity { get; init; }

    /// <summary>The run that has it.</summary>
    public required string RunId { get; init; }

    /// <summary>The token under which the run took it.</summary>
    public required long RunToken { get; init; }

    /// <summary>When (UTC).</summary>
    public required DateTimeOffset Since { get; init; }
}

/// <summary>The servers of one run and holder, from its first step there to its last.</summary>
/// <param name="store">The state.</param>
/// <param name="runId">The run.</param>
/// <param name="runToken">The token of the run's lease.</param>
/// <param name="processes">Who knows which processes live.</param>
/// <param name="time">The clock.</param>
internal sealed class ServerLeases(Store store, string runId, long runToken, ProcessTable processes, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, StoreVersion> held = new(StringComparer.Ordinal);

    /// <summary>Which run has a server now, or null.</summary>
    public static async Task<ServerHold?> ReadAsync(
        Store store, string identity, ProcessTable processes, TimeProvider time, CancellationToken cancellationToken) =>
        await LeaseFile.ReadAsync<ServerHold>(store, StateLayout.ServerLease(identity), cancellationToken) is { } found
            && await IsGoodAsync(store, found.Value, processes, time, cancellationToken)
                ? found.Value
                : null;

    /// <summary>Takes a server for the run, or finds that the run has it already.</summary>
    /// <returns>Null when the run has it now; otherwise which other run has it.</returns>
    public async Task<ServerHold?> TryTakeAsync(string identity, CancellationToken cancellationToken)
    {
        string name = StateLayout.ServerLease(identity);
        ServerHold wanted = new() { Identity = identity, RunId = runId, RunToken = runToken, Since = time.GetUtcNow() };
        while (!held.ContainsKey(identity))
        {
            (ServerHold Value, StoreVersion Version)? found = await LeaseFile.ReadAsync<ServerHold>(store, name, cancellationToken);
            if (found is { } mine && mine.Value.RunId == runId && mine.Value.RunToken >= runToken)
                held[identity] = mine.Value.RunToken == runToken ? mine.Version : throw new LeaseLostException(StateLayout.RunLease(runId));
            else if (found is { } other && other.Value.RunId != runId && await IsGoodAsync(store, other.Value, processes, time, cancellationToken))
                return other.Value;
            else
                await TryWriteAsync(name, wanted, found?.Version ?? StoreVersion.Absent, cancellationToken);
        }
        return null;
    }

    /// <summary>Lets go of a server after the run's last step there.</summary>
    public async Task ReleaseAsync(string identity, CancellationToken cancellationToken)
    {
        if (!held.TryRemove(identity, out StoreVersion version))
            return;
        try
        {
            await store.DeleteAsync(StateLayout.ServerLease(identity), version, cancellationToken);
        }
        catch (StoreConflictException)
        {
            // The run itself was taken over, and its next holder took the server.
        }
    }

    /// <summary>Lets go of all servers.</summary>
    public async Task ReleaseAllAsync(CancellationToken cancellationToken)
    {
        foreach (string identity in held.Keys)
            await ReleaseAsync(identity, cancellationToken);
    }

    private async Task TryWriteAsync(string name, ServerHold wanted, StoreVersion seen, CancellationToken cancellationToken)
    {
        try
        {
            held[wanted.Identity] = await LeaseFile.WriteAsync(store, name, wanted, seen, Durability.Flushed, cancellationToken);
        }
        catch (StoreConflictException)
        {
            // Another run was quicker: look again.
        }
    }

    private static async Task<bool> IsGoodAsync(
        Store store, ServerHold hold, ProcessTable processes, TimeProvider time, CancellationToken cancellationToken)
    {
        LeaseInfo? run = await Lease.ReadAsync(store, StateLayout.RunLease(hold.RunId), cancellationToken);
        return run is not null && run.Token == hold.RunToken && Lease.IsAlive(run, processes, time);
    }
}
