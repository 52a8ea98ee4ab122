namespace BatchWorkflow.Engine;

/// <summary>A plan, or why there is none.</summary>
/// <param name="Plan">The plan, or null when there are problems that are not warnings.</param>
/// <param name="Problems">All problems and warnings.</param>
public sealed record PlanResult(Plan? Plan, IReadOnlyList<Problem> Problems);
