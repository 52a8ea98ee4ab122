using System.Runtime.CompilerServices;
using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.State;
using BatchWorkflow.Engine.Storing;

namespace BatchWorkflow.Engine;

/// <summary>What all requests to one engine share.</summary>
internal sealed class EngineParts(EngineOptions options) : IAsyncDisposable
{
    private static readonly TimeSpan JustNow = TimeSpan.FromSeconds(5);
    private readonly ConditionalWeakTable<Plan, object> _plans = [];

    /// <summary>What the engine was made with.</summary>
    public EngineOptions Options => options;

    /// <summary>The folder of the state.</summary>
    public string StatePath { get; } = StatePaths.Resolve(options.StatePath);

    /// <summary>The state.</summary>
    public Store Store => _store ??= new FileStore(StatePath, options.Time);

    /// <summary>The providers and connections that are there.</summary>
    public Plugins Plugins { get; } = new(options.Plugins);

    /// <summary>The records of what exists.</summary>
    public ResourceRecords Records => new(Store);

    public TimeProvider Time => options.Time;
    public RunOrigin Origin => options.Origin;

    private Store? _store;

    /// <summary>Notes a plan that this engine has just made from the world as it is.</summary>
    public void Note(Plan plan) => _plans.AddOrUpdate(plan, Time.GetTimestamp());

    /// <summary>True for a plan that this engine made a moment ago: there is no need to ask the world again.</summary>
    public bool MadeJustNow(Plan plan) => _plans.TryGetValue(plan, out object? at) && Time.GetElapsedTime((long)at) < JustNow;

    /// <summary>True when somebody alive works on a run.</summary>
    public async Task<bool> IsHeldAsync(string id, CancellationToken cancellationToken) => await HoldOfAsync(id, cancellationToken) == RunHold.Held;

    /// <summary>How a run stands with whoever worked on it last.</summary>
    public async Task<RunHold> HoldOfAsync(string id, CancellationToken cancellationToken) =>
        await Lease.ReadAsync(Store, StateLayout.RunLease(id), cancellationToken) is { } lease ? Lease.HoldOf(lease, ProcessTable.System, Time) : RunHold.Gone;

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _store?.DisposeAsync() ?? ValueTask.CompletedTask;
}
