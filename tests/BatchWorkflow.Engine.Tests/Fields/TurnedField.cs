namespace BatchWorkflow.Engine.Tests.Fields;

/// <summary>A field's two settings, and where in the definitions they go.</summary>
/// <param name="Field">The field, such as workflow.retry_policy.max_attempts.</param>
/// <param name="Place">Where: workflow, operation, server, infrastructure or taskserv.</param>
/// <param name="One">It turned one way.</param>
/// <param name="Other">It turned the other way.</param>
/// <param name="Fails">True when the taskserv's script fails.</param>
public sealed record TurnedField(string Field, string Place, string One, string Other, bool Fails = false)
{
    /// <summary>Fields whose effect a plan, or a run and its end, shows.</summary>
    public static IReadOnlyList<TurnedField> All { get; } =
    [
        new("workflow.name", "workflow", "name: w", "name: v"),
        new("workflow.variables", "workflow", "variables: { x: 1 }", "variables: { x: 2 }"),
        new("workflow.rollback_strategy.enabled", "workflow", "rollback_strategy: { enabled: true }", "rollback_strategy: { enabled: false }", Fails: true),
        new("workflow.rollback_strategy.preserve_successful", "workflow",
            "rollback_strategy: { preserve_successful: true }", "rollback_strategy: { preserve_successful: false }", Fails: true),
        new("workflow.rollback_strategy.on_partial_failure", "workflow",
            "rollback_strategy: { on_partial_failure: true }", "rollback_strategy: { on_partial_failure: false }", Fails: true),
        new("workflow.rollback_strategy.checkpoint_interval", "workflow", "rollback_strategy: { checkpoint_interval: 1 }", "rollback_strategy: { checkpoint_interval: 9 }"),
        new("workflow.retry_policy.max_attempts", "workflow", "retry_policy: { max_attempts: 1 }", "retry_policy: { max_attempts: 2, initial_delay: 0.01 }", Fails: true),
        new("workflow.monitoring.enabled", "workflow", "monitoring: { enabled: true }", "monitoring: { enabled: false }"),
        new("operation.items", "operation", "items: [t]", "items: [t, u]"),
        new("operation.on_failure", "operation", "on_failure: fail", "on_failure: rollback", Fails: true),
        new("operation.servers", "operation", "servers: [a]", "servers: [b]"),
        new("operation.providers", "operation", "providers: []", "providers: [other]"),
        new("operation.parallel", "operation", "parallel: true", "parallel: false"),
        new("operation.when", "operation", "when: \"server.name == 'a'\"", "when: \"server.name == 'b'\""),
        new("operation.irreversible", "operation", "irreversible: true", "irreversible: false", Fails: true),
        new("operation.retry_policy", "operation", "retry_policy: { max_attempts: 1 }", "retry_policy: { max_attempts: 2, initial_delay: 0.01 }", Fails: true),
        new("server.taskservs", "server", "taskservs: [t]", "taskservs: [u]"),
        new("server.variables", "server", "variables: { x: 1 }", "variables: { x: 2 }"),
        new("server.memory", "server", "memory: 1024", "memory: 2048"),
        new("infrastructure.name", "infrastructure", "name: infra", "name: other"),
        new("provider.requires_network", "infrastructure",
            "providers: { scripted: { dependencies: { shared_resources: [net], network_before_servers: true, requires_network: true } } }",
            "providers: { scripted: { dependencies: { shared_resources: [net], network_before_servers: true, requires_network: false } } }"),
        new("provider.network_before_servers", "infrastructure",
            "providers: { scripted: { dependencies: { shared_resources: [net], requires_network: true, network_before_servers: true } } }",
            "providers: { scripted: { dependencies: { shared_resources: [net], requires_network: true, network_before_servers: false } } }"),
        new("provider.shared_resources", "infrastructure",
            "providers: { scripted: { dependencies: { shared_resources: [net] } } }", "providers: { scripted: { dependencies: { shared_resources: [] } } }"),
        new("taskserv.requires", "taskserv", "requires: [u]", "requires: []"),
        new("taskserv.conflicts_with", "taskserv", "conflicts_with: [t2]", "conflicts_with: [u]"),
        new("taskserv.variables", "taskserv", "variables: { x: 1 }", "variables: { x: 2 }"),
        new("taskserv.health_check.command", "taskserv", "health_check: { command: \"true\" }", "health_check: { command: \"false\" }"),
        new("taskserv.locks", "taskserv", "locks: [apt]", "locks: []"),
    ];
}
