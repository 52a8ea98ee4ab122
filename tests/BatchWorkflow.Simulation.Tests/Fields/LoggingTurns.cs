namespace BatchWorkflow.Simulation.Tests.Fields;

/// <summary>The fields of which files and lists tell: logging, state_store, and what taskservs say of themselves.</summary>
internal static class LoggingTurns
{
    private static readonly (string, string?)[] NoDestination = [("workflow.logging.destinations", "[]")];

    /// <summary>The fields.</summary>
    public static IReadOnlyList<TurnedField> All { get; } =
    [
        new("workflow.logging.level", "\"info\"", "\"error\"") { IsOnDisk = true },
        new("workflow.logging.destinations", """["file"]""", """["stdout"]""") { IsOnDisk = true },
        new("workflow.logging.format", "\"json\"", "\"text\"") { IsOnDisk = true },
        new("workflow.logging.path", "\"here\"", "\"there\"") { IsOnDisk = true },
        new("workflow.logging.retention_days", "10", "30") { AgainAfterDays = 20 },
        new("workflow.monitoring.state_store", "\"file\"", "\"rkvs\"") { IsOnDisk = true },
        new("taskserv.description", "\"A thing.\"", "\"Another.\"") { IsOnDisk = true },
        new("workflow.logging.level", null, "\"debug\"") { With = NoDestination, IsOnlyTold = true },
        new("workflow.logging.format", null, "\"text\"") { With = NoDestination, IsOnlyTold = true },
        new("workflow.logging.path", null, "\"there\"") { With = [("workflow.logging.destinations", """["stdout"]""")], IsOnlyTold = true },
    ];
}
