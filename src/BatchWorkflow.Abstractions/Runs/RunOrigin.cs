namespace BatchWorkflow;

/// <summary>Who asked for something, and from where.</summary>
public sealed record RunOrigin
{
    /// <summary>The user's name.</summary>
    public string User { get; init; } = "";

    /// <summary>The host's name.</summary>
    public string Host { get; init; } = "";

    /// <summary>The process id.</summary>
    public int Process { get; init; }

    /// <summary>The PowerShell session's instance id, or empty.</summary>
    public string Session { get; init; } = "";
}
