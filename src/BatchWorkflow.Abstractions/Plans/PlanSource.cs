namespace BatchWorkflow;

/// <summary>The definitions that a plan was made from.</summary>
/// <param name="Workflow">The workflow.</param>
/// <param name="Infrastructure">The infrastructure, given or made up from the workflow's items.</param>
/// <param name="Taskservs">Every taskserv that the plan uses, by name.</param>
public sealed record PlanSource(
    WorkflowDefinition Workflow,
    InfrastructureDefinition Infrastructure,
    IReadOnlyDictionary<string, TaskservDefinition> Taskservs);
