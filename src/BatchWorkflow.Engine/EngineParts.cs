using System.Diagnostics.CodeAnalysis;
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

    /// <summary>Where the state is.</summary>
    public StoreAddress Address => _address ??= Places.Resolve(options.StatePath);

    /// <summary>The folder of what stays on this machine.</summary>
    public string StatePath => Address.Folder;

    /// <summary>The state.</summary>
    public Store Store => _store ??= Address.Open(Time);

    /// <summary>The providers and connections that are there.</summary>
    public Plugins Plugins { get; } = new(options.Plugins);

    /// <summary>The records of what exists.</summary>
    public ResourceRecords Records => new(Store);


    /// <summary>The clock.</summary>
    public TimeProvider Time { get; } = new SteadyTime(options.Time);

    public RunOrigin Origin => options.Origin;

    /// <summary>Where background work runs.</summary>
    public TaskScheduler Scheduler => options.Scheduler;

    /// <summary>How this engine takes leases.</summary>
    public LeaseTerms Terms { get; } = new() { Processes = options.Processes };

    private StatePlaces Places => new(Plugins.Stores, options.FullPath, Environment.GetEnvironmentVariable);

    private StoreAddress? _address;
    private Store? _store;

    /// <summary>Takes the store that a workflow names, where the place that was asked for leaves that open.</summary>
    /// <exception cref="BatchWorkflowException">State.OtherStore when its runs would be kept elsewhere than what this engine works with.</exception>
    public void Want(WorkflowDefinition workflow)
    {
        StoreAddress wanted = Places.Resolve(options.StatePath, workflow.Monitoring.StateStore);
        if (_store is not null && wanted.Text != Address.Text)
        {
            throw new BatchWorkflowException("State.OtherStore", $"The state of {workflow.Name} is in {wanted.Text}, and this command already works with {Address.Text}.")
            {
                RecommendedAction = "Submit the two workflows by commands of their own.",
            };
        }
        _address = wanted;
    }

    /// <summary>As <see cref="Want"/>, and notes in the state's folder which store that is.</summary>
    public void Settle(WorkflowDefinition workflow)
    {
        Want(workflow);
        Places.Note(options.StatePath, Address);
    }

    /// <summary>An id that no other request has.</summary>
    [SuppressMessage("Security", "CA5394", Justification = "An id is no secret, and a simulation must be able to repeat it.")]
    public string NewId()
    {
        byte[] bytes = new byte[16];
        options.Random.NextBytes(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    /// <summary>Notes a plan that this engine has just made from the world as it is.</summary>
    public void Note(Plan plan) => _plans.AddOrUpdate(plan, Time.GetTimestamp());

    /// <summary>True for a plan that this engine made a moment ago: there is no need to ask the world again.</summary>
    public bool MadeJustNow(Plan plan) => _plans.TryGetValue(plan, out object? at) && Time.GetElapsedTime((long)at) < JustNow;

    /// <summary>True when somebody alive works on a run.</summary>
    public async Task<bool> IsHeldAsync(string id, CancellationToken cancellationToken) => await HoldOfAsync(id, cancellationToken) == RunHold.Held;

    /// <summary>How a run stands with whoever worked on it last.</summary>
    public async Task<RunHold> HoldOfAsync(string id, CancellationToken cancellationToken) =>
        await Lease.ReadAsync(Store, StateLayout.RunLease(id), cancellationToken) is { } lease ? Lease.HoldOf(lease, Terms.Processes, Time) : RunHold.Gone;

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _store?.DisposeAsync() ?? ValueTask.CompletedTask;
}
