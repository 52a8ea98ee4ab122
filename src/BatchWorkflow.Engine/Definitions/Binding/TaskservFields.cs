namespace BatchWorkflow.Engine.Definitions.Binding;

/// <summary>The fields of taskserv.yaml; its name is its folder's.</summary>
internal static class TaskservFields
{
    /// <summary>A taskserv file.</summary>
    public static RecordShape<TaskservDefinition> Shape { get; } =
        new RecordShape<TaskservDefinition>("A service unit that can be installed on a machine.", () => new() { Name = "" })
            .May("$schema", new TextShape(), (t, _) => t, "The JSON Schema of this file, for editors.")
            .May("description", new TextShape(), (t, v) => t with { Description = v }, "What it is, in one sentence.")
            .May("version", new TextShape("a version in quotes, such as \"1.10\""), (t, v) => t with { Version = v }, "The version of the service.")
            .May("requires", Names.List, t => t.Requires, (t, v) => t with { Requires = v }, "Other taskservs that must be on the same server.")
            .May("conflicts_with", Names.List, t => t.ConflictsWith, (t, v) => t with { ConflictsWith = v },
                "Taskservs that may not be on the same server.")
            .May("minimum_resources", Minimum, (t, v) => t with { MinimumResources = v }, "What the server must have at least.")
            .May("health_check", Health, (t, v) => t with { HealthCheck = v }, "What must answer before its dependents start.")
            .May("variables", Names.Variables, (t, v) => t with { Variables = v }, "Default values for its scripts.")
            .May("locks", Names.List, t => t.Locks, (t, v) => t with { Locks = v }, "Steps on one server that share one of these names do not overlap.")
            .May("stand_in", new SwitchShape(), t => t.StandIn, (t, v) => t with { StandIn = v },
                "true when its scripts run a program of its folder in place of the real one where that is not on PATH; plan and status then say so.");

    private static RecordShape<MinimumResources> Minimum =>
        new RecordShape<MinimumResources>("What the server must have at least.", () => new())
            .May("cpu", new IntegerShape(0, 100_000, "cores"), m => m.Cpu, (m, v) => m with { Cpu = v }, "Cores.")
            .May("memory", new IntegerShape(0, unit: "MiB"), m => m.Memory, (m, v) => m with { Memory = v }, "Memory in MiB.")
            .May("disk", new IntegerShape(0, unit: "GiB"), m => m.Disk, (m, v) => m with { Disk = v }, "Disk in GiB.");

    private static RecordShape<HealthCheck> Health =>
        new RecordShape<HealthCheck>("A command that must succeed before dependents start.", () => new() { Command = "" })
            .Must("command", new LaterTextShape("a shell command"), (h, v) => h with { Command = v.Text, IsTemplate = v.IsTemplate },
                "A shell command, run on the server; {{ … }} may use server, taskserv, vars and outputs.")
            .May("timeout", new SecondsShape(isAbove: true), h => h.Timeout, (h, v) => h with { Timeout = v }, "Seconds that one try may take.")
            .May("retries", new IntegerShape(1, 10_000), h => h.Retries, (h, v) => h with { Retries = v }, "How many tries it has.");
}
