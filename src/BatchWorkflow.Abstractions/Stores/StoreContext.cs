namespace BatchWorkflow;

/// <summary>What a store's place is found with.</summary>
public sealed record StoreContext
{
    /// <summary>The folder of a store that has no place of its own, and the one below which databases keep what is local.</summary>
    public required string Folder { get; init; }

    /// <summary>Makes a path whole, from the caller's current folder.</summary>
    public Func<string, string> FullPath { get; init; } = Path.GetFullPath;

    /// <summary>Reads an environment variable.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>True when the place was typed, so that a secret in it is already in a history: it is refused.</summary>
    public bool IsTyped { get; init; }
}
