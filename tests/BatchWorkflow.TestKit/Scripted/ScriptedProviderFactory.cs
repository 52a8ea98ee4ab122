[assembly: BatchWorkflow.Plugin(typeof(BatchWorkflow.TestKit.Scripted.ScriptedProviderFactory))]

namespace BatchWorkflow.TestKit.Scripted;

/// <summary>Opens the provider "scripted" on the world of the state folder.</summary>
public sealed class ScriptedProviderFactory : ProviderFactory
{
    /// <inheritdoc />
    public override string Name => "scripted";

    /// <inheritdoc />
    public override string Description => "Servers in memory that do as a test says.";

    /// <inheritdoc />
    public override Provider Open(ProviderContext context)
    {
        ScriptedWorld world = ScriptedWorld.At(context.StatePath);
        if (world.Time == TimeProvider.System)
            world.Time = context.Time;
        world.Settings = context.Settings;
        return new ScriptedProvider(world, context.Infrastructure);
    }
}
