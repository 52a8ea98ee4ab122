namespace BatchWorkflow.Simulation.Tests.World;

/// <summary>Definitions for small worlds.</summary>
internal static class Sources
{
    /// <summary>A source of servers, taskservs and operations.</summary>
    public static PlanSource Of(IEnumerable<ServerDefinition> servers, IEnumerable<TaskservDefinition> taskservs, params OperationDefinition[] operations) => new(
        new WorkflowDefinition { Name = "site", Operations = operations, RetryPolicy = new RetryPolicy { InitialDelay = TimeSpan.FromSeconds(1), MaxDelay = TimeSpan.FromSeconds(2) } },
        new InfrastructureDefinition { Name = "infra", Servers = [.. servers] },
        taskservs.ToDictionary(t => t.Name, StringComparer.Ordinal));

    /// <summary>A server.</summary>
    public static ServerDefinition Server(string name) => new() { Name = name, Provider = "simulated", Connection = new ConnectionDefinition { Kind = "simulated" } };

    /// <summary>A taskserv with scripts of these actions.</summary>
    public static TaskservDefinition Taskserv(string name, params string[] scripts) =>
        new() { Name = name, Version = "1", Scripts = scripts.ToDictionary(s => s, s => s + ".sh", StringComparer.Ordinal) };
}
