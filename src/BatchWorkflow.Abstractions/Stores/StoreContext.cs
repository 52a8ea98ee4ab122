namespace BatchWorkflow;

/// <summary>What a store's place is found with.</summary>
public sealed record StoreContext
{
    /// <summary>The folder that was asked for; the platform's state folder when none was.</summary>
    public required string Folder { get; init; }

    /// <summary>The platform's state folder, below which stores without a folder of their own keep what is local; null for a process without a home folder.</summary>
    public required string? Home { get; init; }

    /// <summary>Makes a path whole, from the caller's current folder.</summary>
    public Func<string, string> FullPath { get; init; } = Path.GetFullPath;

    /// <summary>Reads an environment variable.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>True when the place was typed, so that a secret in it is already in a history: it is refused.</summary>
    public bool IsTyped { get; init; }
}
