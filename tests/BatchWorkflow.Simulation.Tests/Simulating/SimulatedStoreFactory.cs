using BatchWorkflow.Simulation.Tests.Simulating;

[assembly: BatchWorkflow.Plugin(typeof(SimulatedStoreFactory))]

namespace BatchWorkflow.Simulation.Tests.Simulating;

/// <summary>Finds the store of a simulation at simulated:KEY/PROCESS.</summary>
public sealed class SimulatedStoreFactory : StoreFactory
{
    private const string Scheme = "simulated:";

    /// <inheritdoc />
    public override string Name => "simulated";

    /// <inheritdoc />
    public override string Description => "keeps the state of a simulation";

    /// <summary>The place of a process's state.</summary>
    internal static string Place(Simulation simulation, SimulatedProcess process) => $"{Scheme}{simulation.Key}/{process.Name}";

    /// <summary>True for the state's folder of a process.</summary>
    internal static bool IsPlaceOf(string folder, SimulatedProcess process) => folder.EndsWith($"/{process.Name}", StringComparison.Ordinal);

    /// <inheritdoc />
    public override StoreAddress? Find(string location, StoreContext context)
    {
        ArgumentNullException.ThrowIfNull(location);
        return location.StartsWith(Scheme, StringComparison.Ordinal) ? new Address(location[Scheme.Length..]) : null;
    }

    /// <inheritdoc />
    public override StoreAddress Default(StoreContext context) => throw new NotSupportedException("A simulation's state has to be named.");

    private sealed class Address(string place) : StoreAddress
    {
        /// <inheritdoc />
        public override string Kind => "simulated";

        /// <inheritdoc />
        public override string Text => Scheme + place;

        /// <inheritdoc />
        public override string Folder => $"/simulated/{place}";

        /// <inheritdoc />
        public override Store Open(TimeProvider time)
        {
            SimulatedStores stores = Simulation.At(Folder).Stores;
            return stores.Open?.Invoke(place[(place.IndexOf('/', StringComparison.Ordinal) + 1)..]) ?? stores.Kept;
        }
    }
}
