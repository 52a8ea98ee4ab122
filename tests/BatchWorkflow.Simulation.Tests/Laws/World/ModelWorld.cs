using BatchWorkflow.Simulation.Tests.Simulating;

namespace BatchWorkflow.Simulation.Tests.Laws.World;

/// <summary>
/// A small model of the real world, in which servers exist and scripts change what is on them. Reach it through the providers "alpha" and
/// "beta" and the connection "model".
/// </summary>
internal sealed class ModelWorld : SimulatedWorld
{
    private readonly Func<string, TimeSpan> _durations;
    private int _made;

    /// <summary>An empty world.</summary>
    /// <param name="faults">What goes wrong once faults are armed.</param>
    /// <param name="durations">How long each call takes.</param>
    public ModelWorld(IReadOnlyList<Fault> faults, Func<string, TimeSpan> durations)
    {
        (Faults, _durations) = (new FaultBook(faults), durations);
    }

    public FaultBook Faults { get; }
    public Trace Trace { get; set; } = new();
    public SortedDictionary<string, Machine> Machines { get; } = new(StringComparer.Ordinal);

    /// <summary>What all servers of a provider share: alpha/net.</summary>
    public SortedDictionary<string, string> Shared { get; } = new(StringComparer.Ordinal);

    /// <summary>The taskservs' ways, by name.</summary>
    public Dictionary<string, ScriptWays> Ways { get; } = new(StringComparer.Ordinal);

    /// <summary>The providers' limits, by name.</summary>
    public Dictionary<string, ProviderDependencies> Limits { get; } = new(StringComparer.Ordinal);

    public static ModelWorld At(string statePath) => (ModelWorld)Simulating.Simulation.At(statePath).World!;

    /// <inheritdoc />
    public override Provider OpenProvider(ProviderContext context) => throw new NotSupportedException();

    /// <inheritdoc />
    public override Connection OpenConnection(ConnectionContext context) => throw new NotSupportedException();

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

    public static string Words(IReadOnlyDictionary<string, object?> properties) => string.Join(' ', properties
        .Where(p => p.Key is "cpu" or "image").OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={p.Value}"));
}

/// <summary>How a taskserv's scripts answer.</summary>
/// <param name="SaysAbsent">Its check tells absent apart from different.</param>
/// <param name="SaysDrift">Its check tells what differs.</param>
internal sealed record ScriptWays(bool SaysAbsent, bool SaysDrift);
