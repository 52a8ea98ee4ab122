using BatchWorkflow.Simulation.Tests.Simulating;

namespace BatchWorkflow.Simulation.Tests.Laws.World;

/// <summary>
/// A small model of the real world, in which servers exist and scripts change what is on them. Reach it through the providers "alpha" and
/// "beta" and the connection "model".
/// </summary>
internal sealed class ModelWorld : SimulatedWorld
{
    private readonly Func<string, TimeSpan> _durations;
    private Simulating.Simulation? _simulation;
    private int _made;

    /// <summary>An empty world.</summary>
    /// <param name="faults">What goes wrong once faults are armed.</param>
    /// <param name="durations">How long each call takes.</param>
    public ModelWorld(IReadOnlyList<Fault> faults, Func<string, TimeSpan> durations)
    {
        (Faults, _durations) = (new FaultBook(faults), durations);
    }

    public FaultBook Faults { get; }

    /// <summary>What goes wrong beside faults.</summary>
    public Disturbance Disturbance { get; set; } = new();
    public Trace Trace { get; set; } = new();
    public SortedDictionary<string, Machine> Machines { get; } = new(StringComparer.Ordinal);

    /// <summary>What all servers of a provider share: alpha/net.</summary>
    public SortedDictionary<string, string> Shared { get; } = new(StringComparer.Ordinal);

    /// <summary>The tokens under which they were made.</summary>
    public Dictionary<string, string?> SharedTokens { get; } = new(StringComparer.Ordinal);

    /// <summary>The taskservs' ways, by name.</summary>
    public Dictionary<string, ScriptWays> Ways { get; } = new(StringComparer.Ordinal);

    /// <summary>The providers' limits, by name.</summary>
    public Dictionary<string, ProviderDependencies> Limits { get; } = new(StringComparer.Ordinal);

    public static ModelWorld At(string statePath) => (ModelWorld)Simulating.Simulation.At(statePath).World!;

    /// <inheritdoc />
    public override Provider OpenProvider(ProviderContext context) => throw new NotSupportedException();

    /// <inheritdoc />
    public override Connection OpenConnection(ConnectionContext context) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void Enter(Simulating.Simulation simulation) => _simulation = simulation;

    /// <summary>Does what happens in the world itself, and so also when the process that began it is dead.</summary>
    public Task<T> DoAsync<T>(Func<TimeProvider, Task<T>> what) => _simulation!.Driver.RunAsync(() => what(_simulation.Driver.Time));

    /// <summary>A round trip: what happens at its far end, with what may go wrong on the way there and back.</summary>
    public async Task<T> CallAsync<T>(string name, Func<T> effect, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Disturbance.PassAsync($"{name} >");
        T result = effect();
        Note(name);
        await Disturbance.PassAsync($"{name} <");
        return result;
    }

    /// <summary>Notes what happens.</summary>
    public void Note(string what) => _simulation!.Trace.Note($"{_simulation.Now} {what}");

    public TimeSpan DurationOf(string call) => _durations(call);

    public string NewId(string what) => $"{what}#{++_made}";

    /// <summary>All that is there, in words that can be compared.</summary>
    public SortedDictionary<string, string> Snapshot()
    {
        SortedDictionary<string, string> all = new(StringComparer.Ordinal);
        foreach (Machine machine in Machines.Values)
        {
            if (machine.IsKnown)
                all[machine.Name] = machine.IsAdopted ? Words(machine.Properties) : $"{machine.Id} {Words(machine.Properties)}";
            foreach ((string taskserv, string installed) in machine.Taskservs)
                all[$"{taskserv}@{machine.Name}"] = installed;
        }
        foreach ((string name, string id) in Shared)
            all[name] = id;
        return all;
    }

    /// <summary>The snapshot as one text.</summary>
    public string Describe() => string.Join('\n', Snapshot().Select(thing => $"{thing.Key} = {thing.Value}"));

    /// <summary>How a taskserv's scripts answer.</summary>
    public ScriptWays WaysOf(string taskserv) => Ways.GetValueOrDefault(taskserv) ?? ScriptWays.Clear;

    public static string Words(IReadOnlyDictionary<string, object?> properties) => string.Join(' ', properties
        .Where(p => p.Key is "cpu" or "image").OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={p.Value}"));
}

/// <summary>How a taskserv's scripts answer.</summary>
/// <param name="SaysAbsent">Its check tells absent apart from different.</param>
/// <param name="SaysDrift">Its check tells what differs.</param>
internal sealed record ScriptWays(bool SaysAbsent, bool SaysDrift)
{
    /// <summary>It tells both.</summary>
    public static readonly ScriptWays Clear = new(SaysAbsent: true, SaysDrift: true);
}
