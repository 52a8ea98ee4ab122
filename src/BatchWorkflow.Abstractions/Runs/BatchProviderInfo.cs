namespace BatchWorkflow;

/// <summary>A provider that is there.</summary>
/// <param name="Name">The name that infrastructure files use.</param>
/// <param name="Description">What it is.</param>
/// <param name="Version">The version of its assembly.</param>
/// <param name="Location">The file that it came from.</param>
public sealed record BatchProviderInfo(string Name, string Description, string Version, string Location);
