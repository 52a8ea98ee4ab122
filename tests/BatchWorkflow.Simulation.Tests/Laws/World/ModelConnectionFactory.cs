[assembly: BatchWorkflow.Plugin(typeof(BatchWorkflow.Simulation.Tests.Laws.World.ModelConnectionFactory))]

namespace BatchWorkflow.Simulation.Tests.Laws.World;

/// <summary>Opens the connection "model" on the world of the state's folder.</summary>
public sealed class ModelConnectionFactory : ConnectionFactory
{
    /// <inheritdoc />
    public override string Kind => "model";

    /// <inheritdoc />
    public override IReadOnlyList<SettingProblem> Validate(ConnectionDefinition definition) => [];

    /// <inheritdoc />
    public override IReadOnlyList<string>? ScriptExtensions(ConnectionDefinition definition) => [".sh"];

    /// <inheritdoc />
    public override Connection Open(ConnectionContext context)
    {
        ModelWorld world = ModelWorld.At(context.StatePath);
        string? host = context.Definition.Settings.GetValueOrDefault(ModelProvider.HostName) as string;
        Machine machine = world.Machines.Values.FirstOrDefault(m => host is null ? m.Id == context.Server.ProviderId : m.Name == host)
            ?? throw new FailureException(new Failure { Kind = FailureKind.Transient, Message = $"{context.Server.ProviderId} does not answer." });
        return new ModelConnection(world, machine, context.Time, context.StatePath);
    }
}
