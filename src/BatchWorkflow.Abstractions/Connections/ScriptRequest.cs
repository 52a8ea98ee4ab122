namespace BatchWorkflow;

/// <summary>A script to start.</summary>
public sealed record ScriptRequest
{
    /// <summary>Names its process and its files.</summary>
    public required ScriptReference Reference { get; init; }

    /// <summary>Its file on the machine of the engine, or null when <see cref="Command"/> is given.</summary>
    public string? File { get; init; }

    /// <summary>A shell command (sh -c), or null when <see cref="File"/> is given.</summary>
    public string? Command { get; init; }

    /// <summary>The folder with the taskserv's files on the machine of the engine, or null.</summary>
    public string? FilesFolder { get; init; }

    /// <summary>Environment variables beyond the server's own.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Secrets by name: each becomes a file of mode 0600 whose path is in BW_SECRET_NAME, gone when the script has ended.</summary>
    public IReadOnlyDictionary<string, string> Secrets { get; init; } = new Dictionary<string, string>();
}
