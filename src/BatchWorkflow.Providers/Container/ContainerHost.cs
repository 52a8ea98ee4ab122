using BatchWorkflow.Providers.Shells;

namespace BatchWorkflow.Providers.Container;

/// <summary>A server that is a container of this machine's engine.</summary>
internal sealed class ContainerHost(string name, ContainerFields fields) : ShellHost
{
    private const int CannotRun = 126, NotFound = 127;

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
    public override async Task<Failure?> RefusalAsync(int? exitCode, string message, CancellationToken cancellationToken)
    {
        switch (await engine!.StateOfAsync(name, cancellationToken))
        {
            case null:
                return Failed(FailureKind.NotFound, $"The container {name} is not there any more: something else removed it. A new run of the workflow plans the server again and makes it.");
            case ContainerEngine.Running:
                return exitCode is CannotRun or NotFound ? Failed(FailureKind.Fatal, $"{message} Its image needs sh, and the user that the connection names.") : null;
            default:
                // As after a restart of this machine: what it holds is still in it.
                await engine.StartAgainAsync(name, cancellationToken);
                return null;
        }
    }

    /// <inheritdoc />
    public override void Drop()
    {
        // There is no connection but the shells, and each ends by itself.
    }

    private static Failure Failed(FailureKind kind, string message) => new() { Kind = kind, Message = message };
}
