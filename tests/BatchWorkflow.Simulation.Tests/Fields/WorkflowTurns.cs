namespace BatchWorkflow.Simulation.Tests.Fields;

/// <summary>The fields of a workflow file outside of its operations.</summary>
internal static class WorkflowTurns
{
    private static readonly FieldAnswer[] FailsOnB = [new("run t/create@b", Exit: 1, Seconds: 3)];
    private static readonly FieldAnswer[] FailsTwice = [new("run t/create@b", Exit: 1, Times: 2)];
    private static readonly FieldAnswer[] Slow = [new("run t/create@?", Seconds: 60)];
    private static readonly (string, string?)[] TwoOperations =
        [("workflow.operations[2]", """{ "id": "more", "type": "create", "target": "taskserv", "items": ["u"], "depends_on": ["make"] }""")];

    private static readonly (string, string?)[] Tries = [("workflow.retry_policy.max_attempts", "3"), ("workflow.retry_policy.jitter", "false")];
    private static readonly (string, string?)[] Secret = [("workflow.secrets.provider", "\"env\"")];

    /// <summary>The fields.</summary>
    public static IReadOnlyList<TurnedField> All { get; } =
    [
        new("workflow.name", "\"w\"", "\"v\""),
        new("workflow.type", "\"batch\"", "\"sequential\"") { With = TwoOperations },
        new("workflow.type", "\"batch\"", "\"parallel\"") { With = [("workflow.operations[1].parallel", "false")] },
        new("workflow.provider_agnostic", "true", "false") { With = [("workflow.operations[0].settings", """{ "plan": "small" }""")] },
        new("workflow.templates", null, """["more.yaml.j2"]"""),
        new("workflow.infrastructure", null, "\"places/elsewhere.yaml\""),
        new("workflow.variables", """{ "x": 1 }""", """{ "x": 2 }"""),
        new("workflow.environments", """{ "prod": { "x": 1 } }""", """{ "prod": { "x": 2 } }""") { Environment = "prod" },
        new("workflow.concurrency", null, "1"),
        new("workflow.dependencies[].source", "\"taskserv.t@a\"", "\"taskserv.t@b\"") { With = TwoTaskservs("hard") },
        new("workflow.dependencies[].target", "\"taskserv.u@a\"", "\"taskserv.u@b\"") { With = TwoTaskservs("hard") },
        new("workflow.dependencies[].type", "\"hard\"", "\"soft\"") { With = TwoTaskservs("hard"), Answers = [new("run u/create@?", Exit: 1, Seconds: 3)] },
        new("workflow.dependencies[].type", "\"soft\"", "\"optional\"") { With = [.. TwoTaskservs("hard"), ("workflow.operations[2]", """{ "id": "more", "type": "create", "target": "taskserv", "items": ["v"] }""")] },
        new("workflow.dependencies[].wait_condition", null, "\"status.more == 'succeeded'\"") { With = TwoTaskservs("hard"), Answers = [new("run u/create@b", Seconds: 9)] },
        new("workflow.rollback_strategy.enabled", "true", "false") { Answers = FailsOnB },
        new("workflow.rollback_strategy.preserve_successful", "true", "false") { Answers = FailsOnB },
        new("workflow.rollback_strategy.on_partial_failure", "true", "false") { Answers = FailsOnB },
        new("workflow.rollback_strategy.checkpoint_interval", "1", "9"),
        new("workflow.retry_policy.max_attempts", "1", "3") { Answers = FailsTwice },
        new("workflow.retry_policy.backoff", "\"linear\"", "\"exponential\"") { Answers = [new("run t/create@b", Exit: 1, Times: 3)], With = [("workflow.retry_policy.max_attempts", "4"), ("workflow.retry_policy.jitter", "false")] },
        new("workflow.retry_policy.initial_delay", "1", "2") { Answers = FailsTwice, With = Tries },
        new("workflow.retry_policy.max_delay", "6", "20") { Answers = FailsTwice, With = Tries },
        new("workflow.retry_policy.jitter", "true", "false") { Answers = FailsTwice, With = Tries },
        new("workflow.retry_policy.backoff", null, "\"linear\"") { IsOnlyTold = true },
        new("workflow.retry_policy.initial_delay", null, "1") { IsOnlyTold = true },
        new("workflow.retry_policy.max_delay", null, "200") { IsOnlyTold = true },
        new("workflow.retry_policy.jitter", null, "false") { IsOnlyTold = true },
        new("workflow.rollback_strategy.on_partial_failure", null, "false") { IsOnlyTold = true, With = [("workflow.rollback_strategy.enabled", "false")] },
        new("workflow.monitoring.enabled", "true", "false"),
        new("workflow.monitoring.metrics_endpoint", "\"/metrics\"", "\"/other\"") { IsOnlyTold = true },
        new("workflow.monitoring.checkpoint_frequency", "5", "20") { Answers = Slow },
        new("workflow.monitoring.telemetry.enabled", "true", "false") { IsOnlyTold = true },
        new("workflow.monitoring.telemetry.otlp_endpoint", null, "\"http://127.0.0.1:4317\"") { IsOnlyTold = true },
        new("workflow.monitoring.telemetry.service_name", null, "\"site\"") { IsOnlyTold = true },
        new("workflow.monitoring.telemetry.headers", null, """{ "authorization": "env:TOKEN" }""") { IsOnlyTold = true },
        new("workflow.secrets.provider", "\"env\"", "\"sops\"") { IsOnlyTold = true, With = [("workflow.variables.token", "\"env:HOME\"")] },
        new("workflow.secrets.sops_config.age_key_file", null, "\"~/keys.txt\"") { IsOnlyTold = true, With = Secret },
        new("workflow.secrets.kms_config", null, """{ "region": "eu" }""") { IsOnlyTold = true, With = Secret },
    ];

    private static (string, string?)[] TwoTaskservs(string type) =>
    [
        ("workflow.operations[1].on_failure", "\"continue\""),
        ("workflow.operations[2]", """{ "id": "more", "type": "create", "target": "taskserv", "items": ["u"], "on_failure": "continue" }"""),
        ("workflow.dependencies[0]", $$"""{ "source": "taskserv.t", "target": "taskserv.u", "type": "{{type}}" }"""),
    ];
}
