using System.Text.Json.Nodes;

namespace BatchWorkflow.Engine.Definitions.Binding;

/// <summary>The fields of a workflow file.</summary>
internal static class WorkflowFields
{
    /// <summary>A workflow file.</summary>
    public static RecordShape<WorkflowDefinition> Shape { get; } =
        new RecordShape<WorkflowDefinition>("A workflow: operations on servers, taskservs and clusters.", () => new() { Name = "" })
            .May("$schema", new TextShape(), (w, _) => w, "The JSON Schema of this file, for editors.")
            .Must("name", Names.Shape, (w, v) => w with { Name = v }, "The workflow's name.")
            .May("type", Words.Of<WorkflowType>(), w => w.Type, (w, v) => w with { Type = v },
                "batch orders operations by their dependencies; sequential runs them one at a time as listed; parallel runs every operation's items in parallel.")
            .May("provider_agnostic", new SwitchShape(), w => w.ProviderAgnostic, (w, v) => w with { ProviderAgnostic = v },
                "true: provider settings stand in the infrastructure file only.")
            .May("operations", new ListShape<OperationDefinition>(OperationFields.Shape, OperationFields.Blank, least: 1),
                (w, v) => w with { Operations = v }, "The operations.")
            .May("dependencies", new ListShape<DependencyDefinition>(Dependency, new() { Source = "", Target = "" }),
                (w, v) => w with { Dependencies = v }, "Edges between single resources or operations, beyond depends_on.")
            .May("rollback_strategy", RollbackStrategy, (w, v) => w with { RollbackStrategy = v }, "What a rollback undoes.")
            .May("retry_policy", PolicyFields.Retry, (w, v) => w with { RetryPolicy = v }, "How failed attempts are repeated.")
            .May("logging", PolicyFields.Logging, (w, v) => w with { Logging = v }, "Where log lines go.")
            .May("secrets", SecretFields.Shape, (w, v) => w with { Secrets = v }, "Who resolves secret references.")
            .May("templates", new ListShape<string>(new TextShape("a template's path"), ""),
                (w, v) => w with { Templates = v }, "Paths of templates, relative to this file, that yield further operations.")
            .May("monitoring", MonitoringFields.Shape, (w, v) => w with { Monitoring = v }, "Metrics, state and telemetry.")
            .May("infrastructure", new TextShape("the path of an infrastructure file"), (w, v) => w with { Infrastructure = v },
                "The infrastructure file, relative to this one; without it, infrastructure.yaml beside this file.")
            .May("variables", Names.Variables, (w, v) => w with { Variables = v }, "Values for scripts, templates and conditions.")
            .May("environments", Environments, (w, v) => w with { Environments = v.ToDictionary(e => e.Key, e => (object?)e.Value) },
                "Per environment name, the variables that it overrides.")
            .May("concurrency", new IntegerShape(1, 10_000), (w, v) => w with { Concurrency = v }, "How many steps may run at once.")
            .Rule(DemandOperations, WriteRule);

    private static WorkflowDefinition DemandOperations(WorkflowDefinition workflow, MapNode map, Binder binder)
    {
        if (!map.Entries.Any(e => e.Key is "operations" or "templates"))
            RecordShape<WorkflowDefinition>.Missing("operations", map, binder);
        return workflow;
    }

    private static void WriteRule(JsonObject schema)
    {
        static JsonObject Required(string key) => new() { ["required"] = new JsonArray(key) };
        schema["anyOf"] = new JsonArray(Required("operations"), Required("templates"));
    }

    private static RecordShape<DependencyDefinition> Dependency =>
        new RecordShape<DependencyDefinition>("source depends on target.", () => new() { Source = "", Target = "" })
            .Must("source", DependencyName, (d, v) => d with { Source = v }, "What depends: operation.id, server.name, taskserv.name, taskserv.name@server or cluster.name.")
            .Must("target", DependencyName, (d, v) => d with { Target = v }, "What it depends on, in the same form.")
            .May("type", Words.Of<DependencyType>(), d => d.Type, (d, v) => d with { Type = v },
                "hard: the target must succeed; soft: any end of it will do; optional: as soft where the target is in the plan.")
            .May("wait_condition", new ExpressionShape(), (d, v) => d with { WaitCondition = v },
                "An expression that is polled until true once the edge holds.");

    private static RecordShape<RollbackStrategy> RollbackStrategy =>
        new RecordShape<RollbackStrategy>("What a rollback undoes.", () => new())
            .May("enabled", new SwitchShape(), r => r.Enabled, (r, v) => r with { Enabled = v }, "false makes on_failure: rollback behave as fail.")
            .May("on_partial_failure", new SwitchShape(), r => r.OnPartialFailure, (r, v) => r with { OnPartialFailure = v },
                "false makes on_failure: rollback undo nothing when some items of the failing operation succeeded.")
            .May("checkpoint_interval", new IntegerShape(1, unit: "operations"), r => r.CheckpointInterval, (r, v) => r with { CheckpointInterval = v },
                "Finished operations between checkpoints.")
            .May("preserve_successful", new SwitchShape(), r => r.PreserveSuccessful, (r, v) => r with { PreserveSuccessful = v },
                "true keeps operations that completed entirely.");

    private static TextShape DependencyName =>
        new($"the name of a resource or an operation ({Definitions.DependencyName.Forms})", Definitions.DependencyName.Pattern);

    private static MapShape<IReadOnlyDictionary<string, object?>> Environments =>
        new(new MapShape<object?>(new FreeShape(isUsed: false), Names.Variable, Names.VariableRule), Names.Pattern);
}
