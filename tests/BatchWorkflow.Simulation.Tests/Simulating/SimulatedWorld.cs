using BatchWorkflow.Simulation.Tests.Simulating;

[assembly: BatchWorkflow.Plugin(typeof(SimulatedProviderFactory))]
[assembly: BatchWorkflow.Plugin(typeof(SimulatedConnectionFactory))]

namespace BatchWorkflow.Simulation.Tests.Simulating;

/// <summary>Servers and what runs on them: opened by the provider "simulated" and the connection "simulated" of a simulation.</summary>
internal abstract class SimulatedWorld
{
    /// <summary>Becomes the world of a simulation.</summary>
    public virtual void Enter(Simulation simulation)
    {
    }

    /// <summary>The provider as an engine's process sees it.</summary>
    public abstract Provider OpenProvider(ProviderContext context);

    /// <summary>The connection to a server as an engine's process sees it.</summary>
    public abstract Connection OpenConnection(ConnectionContext context);
}

/// <summary>Opens the provider of a simulation's world.</summary>
public sealed class SimulatedProviderFactory : ProviderFactory
{
    /// <inheritdoc />
    public override string Name => "simulated";

    /// <inheritdoc />
    public override string Description => "makes the servers of a simulation";

    /// <inheritdoc />
    public override Provider Open(ProviderContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Simulation.At(context.StatePath).World!.OpenProvider(context);
    }
}

/// <summary>Opens the connections of a simulation's world.</summary>
public sealed class SimulatedConnectionFactory : ConnectionFactory
{
    /// <inheritdoc />
    public override string Kind => "simulated";

    /// <inheritdoc />
    public override IReadOnlyList<SettingProblem> Validate(ConnectionDefinition definition) => [];

    /// <inheritdoc />
    public override Connection Open(ConnectionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Simulation.At(context.StatePath).World!.OpenConnection(context);
    }
}
