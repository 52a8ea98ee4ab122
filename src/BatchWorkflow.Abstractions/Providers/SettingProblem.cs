namespace BatchWorkflow;

/// <summary>Something wrong with one setting of a resource.</summary>
/// <param name="Setting">The setting's name.</param>
/// <param name="Message">What is wrong, in one sentence.</param>
/// <param name="Hint">How to mend it, or null.</param>
public sealed record SettingProblem(string Setting, string Message, string? Hint = null);
