namespace BatchWorkflow.PowerShell.Completion;

/// <summary>A text that completes what was typed.</summary>
/// <param name="Text">The text.</param>
/// <param name="Tip">What it stands for.</param>
internal sealed record Completion(string Text, string Tip);
