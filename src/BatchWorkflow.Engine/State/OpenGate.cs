namespace BatchWorkflow.Engine.State;

/// <summary>A gate that waits for a person's answer.</summary>
/// <param name="Message">What is asked, or null.</param>
/// <param name="Opened">Since when.</param>
/// <param name="Until">When its time is over, or null.</param>
internal sealed record OpenGate(string? Message, DateTimeOffset Opened, DateTimeOffset? Until);
