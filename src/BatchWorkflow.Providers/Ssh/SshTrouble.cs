using System.Net.Sockets;
using BatchWorkflow.Providers.Shells;
using Renci.SshNet.Common;
using Renci.SshNet.Messages.Transport;

namespace BatchWorkflow.Providers.Ssh;

/// <summary>Turns what the SSH library throws into what the engine understands: refused for good, or lost and worth another try.</summary>
internal static class SshTrouble
{
    /// <summary>Whether the library, the network or a closed object threw it.</summary>
    public static bool IsIts(Exception thrown)
        => thrown is SshException or SocketException or ObjectDisposedException or IOException or InvalidOperationException or TimeoutException or OperationCanceledException;

    /// <summary>What it means.</summary>
    /// <param name="thrown">What was thrown.</param>
    /// <param name="settings">Where to.</param>
    /// <param name="refusal">Why the host key was refused, or null.</param>
    public static Exception Of(Exception thrown, SshSettings settings, Failure? refusal) => thrown switch
    {
        _ when refusal is not null => new FailureException(refusal, thrown),
        SshAuthenticationException => Failed(FailureKind.Auth, $"{settings.Address} does not let {settings.Login} in: {thrown.Message}", thrown),
        SshConnectionException tooMany when tooMany.Message.Contains("Too many authentication failures", StringComparison.OrdinalIgnoreCase) => Failed(
            FailureKind.Auth,
            $"{settings.Address} does not let {settings.Login} in: it gave up after too many keys (Too many authentication failures). "
            + "Name the key that fits with key: in the connection, then no other is tried.", tooMany),
        SshConnectionException { DisconnectReason: DisconnectReason.KeyExchangeFailed } =>
            Failed(FailureKind.Fatal, $"{settings.Address} and this side have no algorithm in common: {thrown.Message}", thrown),
        FailureException or ShellLostException => thrown,
        SocketException network => new ShellLostException($"{settings.Address} cannot be reached: {network.Message}.", network),
        _ => new ShellLostException($"The connection to {settings.Address} failed: {thrown.Message}", thrown),
    };

    private static FailureException Failed(FailureKind kind, string message, Exception inner)
        => new(new Failure { Kind = kind, Message = message }, inner);
}
