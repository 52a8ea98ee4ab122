using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace BatchWorkflow.Engine.Definitions;

/// <summary>A name as dependencies have it: operation.id, server.name, taskserv.name, taskserv.name@server, cluster.name.</summary>
/// <param name="Kind">What it names.</param>
/// <param name="Name">The operation's id, or the server's, taskserv's or cluster's name.</param>
/// <param name="Server">The server of one taskserv, or null for every server.</param>
internal sealed partial record DependencyName(DependencyKind Kind, string Name, string? Server = null)
{
    /// <summary>The forms that a name may have, for people.</summary>
    public const string Forms = "operation.<id>, server.<name>, taskserv.<name>, taskserv.<name>@<server> or cluster.<name>";

    /// <summary>What a name must look like.</summary>
    [GeneratedRegex("^(?:(?:operation|server|cluster)\\.[^@]+|taskserv\\.[^@]+(?:@[^@]+)?)$", RegexOptions.CultureInvariant)]
    public static partial Regex Pattern { get; }

    /// <summary>Reads a name; false when it has none of the forms.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out DependencyName? name)
    {
        name = null;
        int dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || dot == text.Length - 1)
            return false;
        DependencyKind? kind = text[..dot] switch
        {
            "operation" => DependencyKind.Operation,
            "server" => DependencyKind.Server,
            "taskserv" => DependencyKind.Taskserv,
            "cluster" => DependencyKind.Cluster,
            _ => null,
        };
        string[] parts = text[(dot + 1)..].Split('@');
        if (kind is not { } found || parts.Length > (found == DependencyKind.Taskserv ? 2 : 1) || parts.Any(p => p.Length == 0))
            return false;
        name = new DependencyName(found, parts[0], parts.Length == 2 ? parts[1] : null);
        return true;
    }
}

/// <summary>What a dependency names.</summary>
internal enum DependencyKind
{
    Operation,
    Server,
    Taskserv,
    Cluster,
}
