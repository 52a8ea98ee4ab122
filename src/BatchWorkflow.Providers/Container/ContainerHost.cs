using BatchWorkflow.Providers.Shells;

namespace BatchWorkflow.Providers.Container;

/// <summary>A server that is a container of this machine's engine.</summary>
internal sealed class ContainerHost(string name, ContainerFields fields) : ShellHost
{
    private ContainerEngine? engine;

    /// <summary>The name of a server's container: its identity with what engines don't allow replaced, and a part of the provider's id.</summary>
    public static string NameOf(string identity, string providerId)
        => $"bw-{string.Concat(identity.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' ? letter : '.'))}-{providerId[..Math.Min(8, providerId.Length)]}";

    /// <inheritdoc />
    public override string Name => $"container {name}";

    /// <inheritdoc />
    public override ShellChannel Open(CancellationToken cancellationToken)
    {
        // On the shell's own thread, which may block.
        engine ??= Task.Run(() => ContainerEngine.FindAsync(fields.Engine, cancellationToken), cancellationToken).GetAwaiter().GetResult();
        return new ContainerShell(engine.OpenShell(name, fields.User));
    }

    /// <inheritdoc />
    public override Failure? Refusal(int exitCode, string message) => null;

    /// <inheritdoc />
    public override void Drop()
    {
        // There is no connection but the shells, and each ends by itself.
    }
}
