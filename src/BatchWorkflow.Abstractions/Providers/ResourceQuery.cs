namespace BatchWorkflow;

/// <summary>What to look for; with neither identity nor token, everything of the infrastructure.</summary>
/// <param name="Identity">The identity, or null.</param>
/// <param name="Token">The token of an intent, or null.</param>
public sealed record ResourceQuery(string? Identity = null, string? Token = null);
