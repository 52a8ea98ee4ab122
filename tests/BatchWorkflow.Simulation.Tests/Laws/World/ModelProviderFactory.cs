[assembly: BatchWorkflow.Plugin(typeof(BatchWorkflow.Simulation.Tests.Laws.World.AlphaFactory))]
[assembly: BatchWorkflow.Plugin(typeof(BatchWorkflow.Simulation.Tests.Laws.World.BetaFactory))]

namespace BatchWorkflow.Simulation.Tests.Laws.World;

/// <summary>Opens a provider on the world of the state's folder.</summary>
public abstract class ModelProviderFactory : ProviderFactory
{
    /// <inheritdoc />
    public override string Description => "Servers of a model of the world.";

    /// <inheritdoc />
    public override Provider Open(ProviderContext context) =>
        new ModelProvider(ModelWorld.At(context.StatePath), Name, context.Infrastructure, context.Time, context.StatePath);
}

/// <summary>The provider "alpha".</summary>
public sealed class AlphaFactory : ModelProviderFactory
{
    /// <inheritdoc />
    public override string Name => "alpha";
}

/// <summary>The provider "beta".</summary>
public sealed class BetaFactory : ModelProviderFactory
{
    /// <inheritdoc />
    public override string Name => "beta";
}
