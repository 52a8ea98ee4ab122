namespace BatchWorkflow.Engine.Journal;

/// <summary>
/// The right to work on something, renewed until released. Whoever sees the holder's process believes that: it holds while its process lives,
/// however slow its disk is, and not a moment longer; everybody else waits until its time is over.
/// </summary>
internal sealed class Lease : IAsyncDisposable
{
    private readonly Store store;
    private readonly string name;
    private readonly LeaseTerms terms;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource lost = new();
    private readonly CancellationTokenSource ending = new();
    private Task renewing = Task.CompletedTask;
    private LeaseInfo info;
    private StoreVersion version;
    private bool released;

    private Lease(Store store, string name, LeaseInfo info, LeaseTerms terms, TimeProvider time)
    {
        this.store = store;
        this.name = name;
        this.info = info;
        this.terms = terms;
        this.time = time;
        Lost = lost.Token;
    }

    /// <summary>The fencing token: greater than that of every holder before.</summary>
    public long Token => info.Token;

    /// <summary>Cancelled when somebody else has taken it over.</summary>
    public CancellationToken Lost { get; }

    /// <summary>Takes a lease that nobody alive has; <see cref="LeaseHeldException"/> names who has it.</summary>
    public static async Task<Lease> AcquireAsync(
        Store store, string name, RunOrigin origin, LeaseTerms terms, TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            (LeaseInfo Value, StoreVersion Version)? found = await LeaseFile.ReadAsync<LeaseInfo>(store, name, cancellationToken);
            if (found is { } held && IsAlive(held.Value, terms.Processes, time))
                throw new LeaseHeldException(name, held.Value);
            if (found is { } ahead && !await IsLeftAsync(store, name, ahead, terms, time, cancellationToken))
                continue;
            long token = Math.Max(terms.LeastToken, (found?.Value.Token ?? 0) + 1);
            Lease lease = new(store, name, Sign(token, origin, terms, time), terms, time);
            if (await lease.TryBeginAsync(found?.Version ?? StoreVersion.Absent, cancellationToken))
                return lease;
        }
    }

    /// <summary>Takes a lease that was never taken before; null when it was.</summary>
    public static async Task<Lease?> TryCreateAsync(
        Store store, string name, RunOrigin origin, LeaseTerms terms, TimeProvider time, CancellationToken cancellationToken)
    {
        Lease lease = new(store, name, Sign(terms.LeastToken, origin, terms, time), terms, time);
        return await lease.TryBeginAsync(StoreVersion.Absent, cancellationToken) ? lease : null;
    }

    /// <summary>Who has the lease, or had it last; null when nobody ever had.</summary>
    public static async Task<LeaseInfo?> ReadAsync(Store store, string name, CancellationToken cancellationToken) =>
        (await LeaseFile.ReadAsync<LeaseInfo>(store, name, cancellationToken))?.Value;

    /// <summary>True while its holder lives, as far as that can be seen from here.</summary>
    public static bool IsAlive(LeaseInfo lease, ProcessTable processes, TimeProvider time) => HoldOf(lease, processes, time) == RunHold.Held;

    /// <summary>What became of its holder, as far as that can be seen from here.</summary>
    public static RunHold HoldOf(LeaseInfo lease, ProcessTable processes, TimeProvider time) => lease.Released || processes.LeftBehind.ContainsKey(KeyOf(lease))
        ? RunHold.LetGo
        : processes.LifeOf(lease.Process) switch
        {
            ProcessLife.Alive => RunHold.Held,
            ProcessLife.Dead => RunHold.Gone,
            _ => lease.IsGoodAt(time.GetUtcNow()) ? RunHold.Held : RunHold.Silent,
        };

    /// <summary>True when its file still says that this process has it.</summary>
    public async Task<bool> IsOwnAsync(CancellationToken cancellationToken) =>
        await LeaseFile.ReadAsync<LeaseInfo>(store, name, cancellationToken) is { } found && IsOwn(found.Value);

    /// <summary>Lets go of it, so that anybody may take it at once; its token stays behind.</summary>
    public async Task ReleaseAsync()
    {
        if (released)
            return;
        released = true;
        EndRenewing();
        await renewing;
        if (!lost.IsCancellationRequested)
            await WriteReleasedAsync();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await ReleaseAsync();
        ending.Dispose();
        lost.Dispose();
    }

    /// <summary>
    /// False for a lease that was changed while it was looked at: its times lie ahead of this clock and so do not tell whether its holder lives, who
    /// renews it if so.
    /// </summary>
    private static async Task<bool> IsLeftAsync(
        Store store, string name, (LeaseInfo Value, StoreVersion Version) found, LeaseTerms terms, TimeProvider time, CancellationToken cancellationToken)
    {
        if (found.Value.Renewed <= time.GetUtcNow() || HoldOf(found.Value, terms.Processes, time) != RunHold.Silent)
            return true;
        await Task.Delay(terms.Duration, time, cancellationToken);
        if (await LeaseFile.ReadAsync<LeaseInfo>(store, name, cancellationToken) is not { } now || now.Version == found.Version)
            return true;
        return now.Value.Token == found.Value.Token && !now.Value.Released ? throw new LeaseHeldException(name, now.Value) : false;
    }

    private static LeaseInfo Sign(long token, RunOrigin origin, LeaseTerms terms, TimeProvider time)
    {
        DateTimeOffset now = time.GetUtcNow();
        return new LeaseInfo { Token = token, Holder = origin, Process = terms.Processes.Own, Since = now, Renewed = now, Until = now + terms.Duration };
    }

    private async Task<bool> TryBeginAsync(StoreVersion seen, CancellationToken cancellationToken)
    {
        try
        {
            version = await LeaseFile.WriteAsync(store, name, info, seen, Durability.Flushed, cancellationToken);
        }
        catch (StoreConflictException)
        {
            return false;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // It may have been written all the same: then nobody would get it while this process lives.
            terms.Processes.LeftBehind[KeyOf(info)] = true;
            _ = ReleaseLaterAsync();
            throw;
        }
        renewing = RenewAsync();
        return true;
    }

    /// <summary>A full disk takes no new file, but gives one up: without it the run is free too, and no token of its journal comes again.</summary>
    private async Task WriteReleasedAsync()
    {
        terms.Processes.LeftBehind[KeyOf(info)] = true;
        try
        {
            await TryWriteAsync(info with { Released = true }, CancellationToken.None);
        }
        catch (BatchWorkflowException)
        {
            try
            {
                await store.DeleteAsync(name, version, CancellationToken.None);
            }
            catch (StoreConflictException)
            {
                // Either the release was written after all, or somebody else has it.
            }
            catch
            {
                _ = ReleaseLaterAsync();
                throw;
            }
        }
        terms.Processes.LeftBehind.TryRemove(KeyOf(info), out _);
    }

    /// <summary>Others on this machine see that this process lives: they would wait for its end if the release were never written.</summary>
    private async Task ReleaseLaterAsync()
    {
        LeaseInfo left = info;
        bool isLeft = true;
        while (isLeft)
        {
            await Task.Delay(terms.Renew, time, CancellationToken.None);
            try
            {
                await TryWriteAsync(left with { Released = true }, CancellationToken.None);
                isLeft = false;
            }
            catch (BatchWorkflowException)
            {
                // The store is still out of reach.
            }
            catch (ObjectDisposedException)
            {
                isLeft = false;
            }
        }
        terms.Processes.LeftBehind.TryRemove(KeyOf(left), out _);
    }

    private static (ProcessIdentity Process, long Token, DateTimeOffset Since) KeyOf(LeaseInfo lease) => (lease.Process, lease.Token, lease.Since);

    private async Task RenewAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(terms.Renew, time, ending.Token);
                if (!await TryRenewAsync())
                    return;
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // Released.
        }
    }

    private async Task<bool> TryRenewAsync()
    {
        try
        {
            DateTimeOffset now = time.GetUtcNow();
            return await TryWriteAsync(info with { Renewed = now, Until = now + terms.Duration }, ending.Token);
        }
        catch (BatchWorkflowException)
        {
            // The disk is in trouble. Those who see this process know that it lives; the next renewal tries again.
            return true;
        }
    }

    /// <summary>Writes the lease's file; false, and <see cref="Lost"/>, when it is somebody else's by now.</summary>
    private async Task<bool> TryWriteAsync(LeaseInfo next, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                version = await LeaseFile.WriteAsync(store, name, next, version, next.Released ? Durability.Flushed : Durability.Written, cancellationToken);
                info = next;
                return true;
            }
            catch (StoreConflictException)
            {
                if (await LeaseFile.ReadAsync<LeaseInfo>(store, name, cancellationToken) is { } found && IsOwn(found.Value))
                {
                    version = found.Version;
                    continue;
                }
                TellLoss();
                return false;
            }
        }
    }

    private void EndRenewing() => ending.Cancel();

    private void TellLoss() => lost.Cancel();

    private bool IsOwn(LeaseInfo found) => found.Token == Token && found.Process == info.Process && !found.Released;
}
