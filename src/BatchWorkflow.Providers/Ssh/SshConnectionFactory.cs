using BatchWorkflow.Providers.Shells;

[assembly: BatchWorkflow.Plugin(typeof(BatchWorkflow.Providers.Ssh.SshConnectionFactory))]

namespace BatchWorkflow.Providers.Ssh;

/// <summary>Opens connections to servers by SSH.</summary>
public sealed class SshConnectionFactory : ConnectionFactory
{
    private const string AddressFact = "address";

    /// <inheritdoc />
    public override string Kind => "ssh";

    /// <inheritdoc />
    public override IReadOnlyList<SettingProblem> Validate(ConnectionDefinition definition) => SshFields.Problems(definition);

    /// <inheritdoc />
    public override Connection Open(ConnectionContext context)
    {
        SshSettings settings = SshFields.Read(context.Definition);
        settings = settings with { Host = settings.Host ?? context.Server.Facts.GetValueOrDefault(AddressFact) ?? throw NoHost(context.Server) };
        return new ShellConnection(context, new SshHost(settings), new ShellTerms
        {
            Connect = settings.ConnectTimeout,
            Answer = settings.CommandTimeout,
            Idle = settings.IdleTimeout,
            Folder = settings.Folder,
            Environment = settings.Environment,
        });
    }

    private static FailureException NoHost(ResourceState server) => new(new Failure
    {
        Kind = FailureKind.Validation,
        Message = $"The ssh connection of {server.Identity} has no host, and its provider tells no address.",
    });
}
