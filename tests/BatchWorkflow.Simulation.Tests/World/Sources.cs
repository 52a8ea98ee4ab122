using BatchWorkflow.Simulation.Tests.Laws.World;

namespace BatchWorkflow.Simulation.Tests.World;

/// <summary>Definitions for small worlds, and such worlds.</summary>
internal static class Sources
{
    /// <summary>An empty world in which each script takes a second and a half.</summary>
    public static ModelWorld World()
    {
        ModelWorld world = new([], static call => TimeSpan.FromSeconds(call.StartsWith("find", StringComparison.Ordinal) ? 0 : 1.5));
        world.Limits["alpha"] = new ProviderDependencies { RequiresNetwork = false, NetworkBeforeServers = false };
        return world;
    }

    /// <summary>Faults by which a call fails as often as that.</summary>
    public static IEnumerable<Fault> Failing(string call, int times) =>
        Enumerable.Range(1, times).Select(nth => new Fault(call, nth, FaultKind.Fails, Effect: true, FailureKind.Unknown));

    /// <summary>A source of servers, taskservs and operations.</summary>
    public static PlanSource Of(IEnumerable<ServerDefinition> servers, IEnumerable<TaskservDefinition> taskservs, params OperationDefinition[] operations) => new(
        new WorkflowDefinition { Name = "site", Operations = operations, RetryPolicy = new RetryPolicy { InitialDelay = TimeSpan.FromSeconds(1), MaxDelay = TimeSpan.FromSeconds(2) } },
        new InfrastructureDefinition { Name = "infra", Servers = [.. servers] },
        taskservs.ToDictionary(t => t.Name, StringComparer.Ordinal));

    /// <summary>A server.</summary>
    public static ServerDefinition Server(string name) => new() { Name = name, Provider = "alpha", Connection = new ConnectionDefinition { Kind = "model" } };

    /// <summary>A taskserv with scripts of these actions.</summary>
    public static TaskservDefinition Taskserv(string name, params string[] scripts) =>
        new() { Name = name, Version = "1", Scripts = scripts.ToDictionary(s => s, s => s + ".sh", StringComparer.Ordinal) };
}
