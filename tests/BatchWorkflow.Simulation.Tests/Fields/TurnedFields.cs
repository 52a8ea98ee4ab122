namespace BatchWorkflow.Simulation.Tests.Fields;

/// <summary>Every field that a test turns.</summary>
internal static class TurnedFields
{
    public static IReadOnlyList<TurnedField> All { get; } =
        [.. WorkflowTurns.All, .. LoggingTurns.All, .. OperationTurns.All, .. OperationTurns.Idle, .. InfrastructureTurns.All, .. TaskservTurns.All];
}
