namespace BatchWorkflow;

/// <summary>A property whose value is not the wanted one.</summary>
/// <param name="Property">The property's name.</param>
/// <param name="Wanted">The wanted value as text.</param>
/// <param name="Found">The found value as text.</param>
public sealed record PropertyDifference(string Property, string? Wanted, string? Found);
