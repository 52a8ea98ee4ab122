namespace BatchWorkflow;

/// <summary>A command that must succeed before what depends on a taskserv starts.</summary>
public sealed record HealthCheck
{
    /// <summary>A shell command, run on the server.</summary>
    public required string Command { get; init; }

    /// <summary>True when the command is rendered for each server before it runs.</summary>
    public bool IsTemplate { get; init; }

    /// <summary>How long one try may take; in files, seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How many tries it has.</summary>
    public int Retries { get; init; } = 5;
}
