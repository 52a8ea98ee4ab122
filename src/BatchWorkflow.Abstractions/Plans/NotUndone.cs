namespace BatchWorkflow;

/// <summary>A step that a rollback leaves as it is.</summary>
/// <param name="Step">The step's id.</param>
/// <param name="Reason">Why it cannot be undone.</param>
public sealed record NotUndone(string Step, string Reason);
