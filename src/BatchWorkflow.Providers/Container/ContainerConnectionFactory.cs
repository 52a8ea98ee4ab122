using BatchWorkflow.Providers.Shells;

[assembly: BatchWorkflow.Plugin(typeof(BatchWorkflow.Providers.Container.ContainerConnectionFactory))]

namespace BatchWorkflow.Providers.Container;

/// <summary>Opens connections to servers that are containers.</summary>
public sealed class ContainerConnectionFactory : ConnectionFactory
{
    /// <summary>The kind of these connections.</summary>
    internal const string KindName = "container";

    /// <inheritdoc />
    public override string Kind => KindName;

    /// <inheritdoc />
    public override IReadOnlyList<SettingProblem> Validate(ConnectionDefinition definition) => ContainerFields.Problems(definition);

    /// <inheritdoc />
    public override Connection Open(ConnectionContext context)
    {
        ContainerFields fields = ContainerFields.Of(context.Definition);
        ContainerHost host = new(ContainerHost.NameOf(context.Server.Identity, context.Server.ProviderId), fields);
        return new ShellConnection(context, host, fields.Terms);
    }
}
