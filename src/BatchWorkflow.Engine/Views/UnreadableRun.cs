namespace BatchWorkflow.Engine.Views;

/// <summary>A run of which nothing can be told.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Why">What is wrong with its files.</param>
public sealed record UnreadableRun(string Id, BatchWorkflowException Why);
