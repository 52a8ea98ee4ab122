namespace BatchWorkflow.Providers.Shells;

/// <summary>How long a server may take, and where our files are on it.</summary>
internal sealed record ShellTerms
{
    /// <summary>Until a connection and its first shell are there.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Until a request of our own is answered; else the connection is taken for lost. Scripts are not meant.</summary>
    public TimeSpan Answer { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection stays open that nobody uses.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The folder of our files on the server, in the home folder unless it is a whole path.</summary>
    public string Folder { get; init; } = ".batchworkflow";

    /// <summary>Variables of every script on the server.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
