namespace BatchWorkflow.Simulation.Tests.Fields;

/// <summary>The fields of taskserv.yaml.</summary>
internal static class TaskservTurns
{
    private static readonly (string, string?)[] Health = [("taskserv.health_check.command", "\"ask\"")];
    private static readonly (string, string?)[] Both = [("workflow.operations[1].items", """["t", "u"]""")];
    private static readonly (string, string?)[] Small =
        [.. new[] { "a", "b" }.SelectMany((_, i) => new[] { "cpu", "memory", "disk" }.Select(p => ((string, string?))($"infrastructure.servers[{i}].{p}", "4")))];

    /// <summary>The fields.</summary>
    public static IReadOnlyList<TurnedField> All { get; } =
    [
        new("taskserv.version", "\"1.0\"", "\"1.1\""),
        new("taskserv.requires", """["u"]""", "[]"),
        new("taskserv.conflicts_with", """["v"]""", """["u"]""") { With = Both },
        new("taskserv.minimum_resources.cpu", "2", "8") { With = Small },
        new("taskserv.minimum_resources.memory", "2", "8") { With = Small },
        new("taskserv.minimum_resources.disk", "2", "8") { With = Small },
        new("taskserv.health_check.command", "\"ask\"", "\"look\"") { Answers = [new("run t/health@?", Exit: 1)] },
        new("taskserv.health_check.timeout", "2", "20") { With = Health, Answers = [new("run t/health@?", Seconds: 9)] },
        new("taskserv.health_check.retries", "1", "3") { With = Health, Answers = [new("run t/health@?", Exit: 1, Times: 2)] },
        new("taskserv.variables", """{ "x": 1 }""", """{ "x": 2 }"""),
        new("taskserv.locks", """["apt"]""", "[]") { With = [.. Both, ("other.locks", """["apt"]""")] },
        new("taskserv.stand_in", "true", "false"),
    ];
}
