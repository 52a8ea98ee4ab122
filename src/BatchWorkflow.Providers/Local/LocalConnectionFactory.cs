using BatchWorkflow.Providers.Local.Scripts;
using BatchWorkflow.Providers.Local.Servers;

[assembly: BatchWorkflow.Plugin(typeof(BatchWorkflow.Providers.Local.LocalConnectionFactory))]

namespace BatchWorkflow.Providers.Local;

/// <summary>Opens connections to servers that are sandboxes of this machine.</summary>
public sealed class LocalConnectionFactory : ConnectionFactory
{
    /// <inheritdoc />
    public override string Kind => "local";

    /// <inheritdoc />
    public override IReadOnlyList<SettingProblem> Validate(ConnectionDefinition definition) =>
    [
        .. ThisMachine.Problems("connection"),
        .. definition.Settings.Keys.Select(setting => new SettingProblem(
            setting,
            $"A local connection has no setting '{setting}'.",
            "Remove it, or say which kind of connection it belongs to, such as kind: ssh.")),
    ];

    /// <inheritdoc />
    public override IReadOnlyList<string>? ScriptExtensions(ConnectionDefinition definition) =>
        OperatingSystem.IsWindows() ? null : ScriptCommand.Extensions;

    /// <inheritdoc />
    public override Connection Open(ConnectionContext context)
        => OperatingSystem.IsWindows() ? throw ThisMachine.Refused() : new LocalConnection(context);
}
