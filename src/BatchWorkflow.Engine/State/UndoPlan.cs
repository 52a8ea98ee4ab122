namespace BatchWorkflow.Engine.State;

/// <summary>What a rollback of a run does.</summary>
/// <param name="Steps">The undoing steps; their ids are those of the steps that they undo.</param>
/// <param name="NotUndone">What is left as it is.</param>
internal sealed record UndoPlan(IReadOnlyList<PlanStep> Steps, IReadOnlyList<NotUndone> NotUndone);
