using System.Security.Cryptography;

namespace BatchWorkflow.Providers.Ssh.HostKeys;

/// <summary>Decides whether a host is the one that was meant, by the key that it shows.</summary>
internal sealed class HostKeyCheck
{
    private readonly SshSettings settings;
    private readonly string host;
    private readonly Lazy<KnownHostsFile> file;

    /// <param name="settings">The connection's settings.</param>
    /// <param name="host">The host as people name it, also where it is reached through another.</param>
    public HostKeyCheck(SshSettings settings, string host)
    {
        this.settings = settings;
        this.host = host;
        file = new Lazy<KnownHostsFile>(() => new KnownHostsFile(settings.KnownHosts is { } path ? SshPaths.Expand(path) : SshPaths.InHome(".ssh/known_hosts")));
    }

    /// <summary>Why the key was refused, when it was.</summary>
    public Failure? Refusal { get; private set; }

    /// <summary>The types of keys that are known of the host.</summary>
    public IReadOnlyCollection<string> KnownTypes() => settings.HostKeys.Count > 0 ? []
        : [.. file.Value.For(host, settings.Port).Where(line => line.Marker is null).Select(line => line.Type)];

    /// <summary>Whether the key is trusted; what is accepted at first sight is recorded.</summary>
    public bool Trusts(string type, byte[] key)
    {
        string shown = $"SHA256:{Convert.ToBase64String(SHA256.HashData(key)).TrimEnd('=')}";
        Refusal = settings.HostKeys.Count > 0 ? ByFingerprint(shown) : ByFile(SshAlgorithms.BlobType(type), key, shown);
        return Refusal is null;
    }

    private Failure? ByFingerprint(string shown) => settings.HostKeys.Any(wanted => wanted.TrimEnd('=') == shown) ? null
        : Refused($"The host key of {settings.Address} is {shown}, not {string.Join(" or ", settings.HostKeys)} as its connection says. "
            + "Either the server was set up anew, or somebody stands between. Correct host_key only when you know which.");

    private Failure? ByFile(string type, byte[] key, string shown)
    {
        IReadOnlyList<KnownHost> known = file.Value.For(host, settings.Port);
        if (known.Any(line => line.Marker == KnownHost.Revoked && line.Has(key)))
            return Refused($"The host key {shown} of {settings.Address} is revoked in {file.Value.Path}.");
        if (known.All(line => line.Marker is not null))
        {
            if (!settings.AcceptNew)
                return Refused($"Nothing is known of {settings.Address}; its host key is {shown}. When that is right, put it into the connection as "
                    + $"host_key: {shown}, or log in once with ssh, or accept every new host with accept_new: true.");
            known = file.Value.Record(host, settings.Port, type, key);
        }
        return known.Any(line => line.Marker is null && line.Has(key)) ? null
            : Refused($"The host key of {settings.Address} has changed: it is {shown} now, and {file.Value.Path} has another. Either the server was set up anew, "
                + $"or somebody stands between. When you know that it was set up anew, remove the old one: ssh-keygen -R '{KnownHost.NameOf(host, settings.Port)}' -f '{file.Value.Path}'");
    }

    private static Failure Refused(string message) => new() { Kind = FailureKind.Auth, Code = "host_key", Message = message };
}
