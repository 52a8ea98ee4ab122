using System.Security.Cryptography;
using System.Text;

namespace BatchWorkflow.Providers.Container;

/// <summary>Servers that are containers: creating one runs a container, deleting it removes that.</summary>
internal static class ContainerServers
{
    /// <summary>Whether a server is one.</summary>
    public static bool Is(string? connectionKind) => connectionKind == ContainerConnectionFactory.KindName;

    /// <summary>The server's id: the same at every repetition of one intent, so that the container is found again.</summary>
    public static string IdOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)))[..32];

    /// <summary>Runs the container, unless this intent has done it before.</summary>
    public static async Task StartAsync(ResourceChange change, CancellationToken cancellationToken)
    {
        ContainerFields fields = ContainerFields.Of(change.Wanted.Connection!);
        string image = fields.Image ?? throw new FailureException(new Failure
        {
            Kind = FailureKind.Validation,
            Message = $"The container connection of {change.Wanted.Identity} names no image.",
        });
        ContainerEngine engine = await ContainerEngine.FindAsync(fields.Engine, cancellationToken);
        string name = ContainerHost.NameOf(change.Wanted.Identity, IdOf(change.Token));
        await engine.StartAsync(name, change.Wanted.Identity, change.Token, image, cancellationToken);
    }

    /// <summary>The names of the containers of all servers that an engine has.</summary>
    public static async Task<IReadOnlySet<string>> NamesAsync(string? engine, CancellationToken cancellationToken)
        => await (await ContainerEngine.FindAsync(engine, cancellationToken)).NamesAsync(cancellationToken);

    /// <summary>Removes every container of a server.</summary>
    public static async Task RemoveAsync(string identity, string? engine, CancellationToken cancellationToken)
        => await (await ContainerEngine.FindAsync(engine, cancellationToken)).RemoveAsync(identity, cancellationToken);
}
