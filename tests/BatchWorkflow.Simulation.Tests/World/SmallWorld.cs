using BatchWorkflow.Simulation.Tests.Simulating;

namespace BatchWorkflow.Simulation.Tests.World;

/// <summary>Servers that exist, and taskservs that are installed on them by scripts whose effects come at their end.</summary>
internal sealed class SmallWorld(Simulating.Simulation simulation) : SimulatedWorld
{
    /// <summary>The servers by identity.</summary>
    public Dictionary<string, ResourceState> Servers { get; } = new(StringComparer.Ordinal);

    /// <summary>What is installed, as identity/taskserv, with its version.</summary>
    public Dictionary<string, string> Installed { get; } = new(StringComparer.Ordinal);

    /// <summary>Scripts that ever were, by token.</summary>
    public Dictionary<string, SmallScript> Scripts { get; } = new(StringComparer.Ordinal);

    /// <summary>How often a script still fails, as taskserv/script@server; one that is not here succeeds.</summary>
    public Dictionary<string, int> Failing { get; } = new(StringComparer.Ordinal);

    /// <summary>What the provider says of its limits.</summary>
    public ProviderDependencies Limits { get; set; } = new() { RequiresNetwork = false, NetworkBeforeServers = false };

    /// <summary>What goes wrong between an engine and the world, called at each round trip with its name and half; null is nothing.</summary>
    public Func<string, Task>? Disturb { get; set; }

    /// <summary>Ends when the connection on which an engine waits for a script breaks; null never breaks.</summary>
    public Func<Task>? Break { get; set; }

    /// <summary>What broke a law as it happened.</summary>
    public List<string> Broken { get; } = [];

    /// <summary>The simulation.</summary>
    public Simulating.Simulation Simulation => simulation;

    /// <summary>The whole world as text: servers and what is installed on them.</summary>
    public string Describe() => string.Join('\n', Servers.Keys.Order(StringComparer.Ordinal)
        .Concat(Installed.Select(i => $"{i.Key} = {i.Value}").Order(StringComparer.Ordinal)));

    /// <inheritdoc />
    public override Provider OpenProvider(ProviderContext context) => new SmallProvider(this, context.Infrastructure);

    /// <inheritdoc />
    public override Connection OpenConnection(ConnectionContext context) => new SmallConnection(this, context.Server.Identity);

    /// <summary>A round trip: what happens at its far end, with what may go wrong on the way there and back.</summary>
    public async Task<T> CallAsync<T>(string name, Func<T> effect, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Disturb is { } before)
            await before($"{name} >");
        T result = effect();
        simulation.Trace.Note($"{simulation.Now} {name}");
        if (Disturb is { } after)
            await after($"{name} <");
        return result;
    }
}
