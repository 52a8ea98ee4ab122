[assembly: BatchWorkflow.Plugin(typeof(BatchWorkflow.TestKit.Scripted.ScriptedConnectionFactory))]

namespace BatchWorkflow.TestKit.Scripted;

/// <summary>Opens the connection "scripted" on the world of the state folder.</summary>
public sealed class ScriptedConnectionFactory : ConnectionFactory
{
    /// <inheritdoc />
    public override string Kind => "scripted";

    /// <inheritdoc />
    public override IReadOnlyList<SettingProblem> Validate(ConnectionDefinition definition) => [];

    /// <summary>Setting "scripts" is the only ending that can be run; without it nothing is known before the server is reached.</summary>
    public override IReadOnlyList<string>? ScriptExtensions(ConnectionDefinition definition) =>
        definition.Settings.GetValueOrDefault("scripts") is string only ? [only] : null;

    /// <inheritdoc />
    public override Connection Open(ConnectionContext context)
    {
        ScriptedWorld world = ScriptedWorld.At(context.StatePath);
        if (world.Time == TimeProvider.System)
            world.Time = context.Time;
        return new ScriptedConnection(world, context.Server.Identity);
    }
}
