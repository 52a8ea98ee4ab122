namespace BatchWorkflow.Providers.Ssh;

/// <summary>How a server is reached by SSH, as its connection's settings say it; secrets are values by now, not references.</summary>
internal sealed record SshSettings
{
    /// <summary>The server's name or address; null takes the address that its provider tells.</summary>
    public string? Host { get; init; }

    /// <summary>The port of its sshd.</summary>
    public int Port { get; init; } = 22;

    /// <summary>Who logs in; null is whoever runs this process.</summary>
    public string? User { get; init; }

    /// <summary>Files of private keys; none takes the usual ones of the home folder.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>What the keys are encrypted with, or null.</summary>
    public string? Passphrase { get; init; }

    /// <summary>The password of the user, or null.</summary>
    public string? Password { get; init; }

    /// <summary>Whether the agent's keys are tried; null does when no keys are named.</summary>
    public bool? Agent { get; init; }

    /// <summary>Fingerprints (SHA256:…) of the host's keys; when there are any, nothing else counts.</summary>
    public IReadOnlyList<string> HostKeys { get; init; } = [];

    /// <summary>The file of known hosts; null is the user's own.</summary>
    public string? KnownHosts { get; init; }

    /// <summary>Whether a host that nothing is known of is accepted and recorded.</summary>
    public bool AcceptNew { get; init; }

    /// <summary>The server through which this one is reached, or null.</summary>
    public SshSettings? Jump { get; init; }

    /// <summary>Whether scripts run as another user, by sudo.</summary>
    public bool Become { get; init; }

    /// <summary>That user.</summary>
    public string BecomeUser { get; init; } = "root";

    /// <summary>What sudo asks for, or null.</summary>
    public string? BecomePassword { get; init; }

    /// <summary>Until the connection is there.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Until a request of our own is answered.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection stays open that nobody uses.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How often a connection on which nothing moves is kept awake.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The key exchanges, first the one that is liked best; none takes ours.</summary>
    public IReadOnlyList<string> KeyExchange { get; init; } = [];

    /// <summary>Whether large files go by SFTP.</summary>
    public bool Sftp { get; init; } = true;

    /// <summary>The folder of our files on the server.</summary>
    public string Folder { get; init; } = ".batchworkflow";

    /// <summary>Variables of every script.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>user@host:port, as people write it.</summary>
    public string Address => $"{Login}@{Host}{(Port == 22 ? "" : $":{Port}")}";

    /// <summary>Who logs in.</summary>
    public string Login => User ?? System.Environment.UserName;
}
