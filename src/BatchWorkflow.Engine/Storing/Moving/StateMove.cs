using BatchWorkflow.Engine.Journal;

namespace BatchWorkflow.Engine.Storing.Moving;

/// <summary>
/// Moves all runs of a state to another store. The old state is whole until every byte was found in the new one; then a note closes the old one,
/// and only after that it is emptied. An interrupted move is called again.
/// </summary>
public sealed class StateMove : IAsyncDisposable
{
    private readonly EngineOptions options;
    private readonly StatePlaces places;
    private readonly string? asked;
    private readonly StoreAddress source;
    private readonly StoreAddress target;
    private readonly Store from;
    private readonly Store to;

    /// <summary>A move; nothing is read or changed yet.</summary>
    /// <param name="options">The engine's options; their StatePath is not used.</param>
    /// <param name="from">Where the runs are, in the form of a -StatePath; null takes the default.</param>
    /// <param name="to">Where they go, in the form of a -StatePath.</param>
    public StateMove(EngineOptions options, string? from, string to)
    {
        this.options = options;
        asked = from;
        Plugins plugins = new(options.Plugins);
        places = new StatePlaces(plugins.Stores, options.FullPath, Environment.GetEnvironmentVariable);
        source = places.Resolve(from);
        target = places.ResolveBeside(to, source.Folder);
        if (source.Text == target.Text)
            throw new BatchWorkflowException("State.Same", $"Both are {source.Text}.");
        this.from = source.Open(options.Time);
        this.to = target.Open(options.Time);
    }

    /// <summary>Where the runs are.</summary>
    public string From => source.Text;

    /// <summary>Where they go.</summary>
    public string To => target.Text;

    /// <summary>How many runs the old state has.</summary>
    public async Task<int> CountAsync(CancellationToken cancellationToken) => Runs(await StreamCopy.NamesAsync(from, cancellationToken)).Count;

    /// <summary>Moves everything.</summary>
    /// <param name="progress">Hears how many streams were copied, of how many.</param>
    /// <param name="cancellationToken">Ends it; the old state stays whole.</param>
    /// <exception cref="BatchWorkflowException">Run.Held when somebody works on a run; State.Exists when the new state has other content under the same name.</exception>
    public async Task<BatchStateMove> RunAsync(IProgress<(int Done, int All)>? progress, CancellationToken cancellationToken)
    {
        await using Lease old = await HoldAsync(from, source, cancellationToken);
        await using Lease next = await HoldAsync(to, target, cancellationToken);
        List<string> names = await StreamCopy.NamesAsync(from, cancellationToken);
        LocalCopy local = new(source.Folder, target.Folder);
        BatchStateMove result = new() { From = From, To = To, Runs = Runs(names).Count, Streams = names.Count, LocalServers = local.Servers() };
        if ((await MoveNote.ReadAsync(from, cancellationToken))?.To != To)
            result = result with { Bytes = await CopyAsync(names, local, progress, cancellationToken) };
        await MoveNote.RemoveAsync(to, cancellationToken);
        places.Note(asked, target);
        foreach (string name in names)
            await from.DeleteAsync(name, StoreVersion.Any, CancellationToken.None);
        foreach (string id in Runs(names))
            local.RemoveRun(id);
        return result;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await from.DisposeAsync();
        await to.DisposeAsync();
    }

    private static HashSet<string> Runs(IEnumerable<string> names) =>
        [.. names.Where(n => n.StartsWith(StateLayout.Runs, StringComparison.Ordinal)).Select(n => n.Split('/')[1])];

    /// <summary>Copies, compares, and closes the old state.</summary>
    private async Task<long> CopyAsync(List<string> names, LocalCopy local, IProgress<(int, int)>? progress, CancellationToken cancellationToken)
    {
        StreamCopy copy = new(from, to);
        if ((await MoveNote.ReadAsync(to, cancellationToken))?.From != From)
        {
            if (await copy.DifferingAsync(names, cancellationToken) is { Count: > 0 } differing)
                throw Exists(differing);
            await new MoveNote { From = From }.WriteAsync(to, cancellationToken);
        }
        Dictionary<string, StoreVersion> copied = await copy.CopyAsync(names, progress is null ? null : new Relay(progress, names.Count), cancellationToken);
        if (copy.HasSealed)
            local.CopyKey();
        foreach (string id in Runs(names))
            local.CopyRun(id);
        await RefuseChangesAsync(copied, cancellationToken);
        await new MoveNote { To = To }.WriteAsync(from, CancellationToken.None);
        return copy.Bytes;
    }

    /// <summary>Keeps runs from being taken up: whoever takes one then waits for this lease, and finds the note afterwards.</summary>
    private async Task<Lease> HoldAsync(Store store, StoreAddress address, CancellationToken cancellationToken)
    {
        LeaseTerms terms = new();
        Lease lease;
        try
        {
            lease = await Lease.AcquireAsync(store, ContentSweep.LeaseName, options.Origin, terms, options.Time, cancellationToken);
        }
        catch (LeaseHeldException e)
        {
            throw new BatchWorkflowException("State.Busy", $"{address.Text} is being moved or swept by {e.Holder.Describe()}.", e) { RecommendedAction = "Wait until that has ended." };
        }
        await foreach (string name in store.ListAsync(StateLayout.Runs, cancellationToken))
        {
            if (!name.EndsWith("/lease.json", StringComparison.Ordinal)
                || await Lease.ReadAsync(store, name, cancellationToken) is not { } run || !Lease.IsAlive(run, terms.Processes, options.Time))
                continue;
            await lease.DisposeAsync();
            string id = name.Split('/')[1];
            throw new BatchWorkflowException(LeaseHeldException.ErrorId, $"Run {id} of {address.Text} is held by {run.Describe()}.")
            {
                RecommendedAction = $"Wait-BatchWorkflow {id} waits for it; Suspend-BatchWorkflow {id} lets go of it.",
            };
        }
        return lease;
    }

    private async Task RefuseChangesAsync(Dictionary<string, StoreVersion> copied, CancellationToken cancellationToken)
    {
        List<string> now = await StreamCopy.NamesAsync(from, cancellationToken);
        foreach (string name in now)
        {
            if (!copied.TryGetValue(name, out StoreVersion seen) || (await from.ReadAsync(name, long.MaxValue, cancellationToken))?.Version != seen)
                throw new BatchWorkflowException("State.Busy", $"'{name}' was changed while it was moved.") { RecommendedAction = "Call Move-BatchState again." };
        }
    }

    private BatchWorkflowException Exists(IReadOnlyList<string> differing)
    {
        string more = differing.Count > 5 ? $" and {differing.Count - 5} more" : "";
        return new BatchWorkflowException("State.Exists", $"{To} already has other content for {string.Join(", ", differing.Take(5))}{more}.")
        {
            RecommendedAction = "Move to an empty state, or remove there what is not wanted.",
        };
    }

    private sealed class Relay(IProgress<(int, int)> progress, int all) : IProgress<int>
    {
        public void Report(int value) => progress.Report((value, all));
    }
}
