using BatchWorkflow.Providers.Local.Servers;

[assembly: BatchWorkflow.Plugin(typeof(BatchWorkflow.Providers.Local.LocalProviderFactory))]

namespace BatchWorkflow.Providers.Local;

/// <summary>Opens the provider of servers that are sandboxes of this machine.</summary>
public sealed class LocalProviderFactory : ProviderFactory
{
    /// <inheritdoc />
    public override string Name => "local";

    /// <inheritdoc />
    public override string Description => "Servers that are sandboxes of this machine: folders with a root of their own, in which scripts and daemons run as real processes.";

    /// <inheritdoc />
    public override Provider Open(ProviderContext context)
        => OperatingSystem.IsWindows() ? throw ThisMachine.Refused() : new LocalProvider(context);
}
