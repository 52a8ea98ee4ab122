namespace BatchWorkflow.Simulation.Tests.Laws.Generating;

/// <summary>An input as the definitions that a loader would make of its files.</summary>
internal static class CaseSource
{
    public static PlanSource Of(Case made) => new(Workflow(made), Infrastructure(made), made.Taskservs.ToDictionary(t => t.Name, Taskserv));

    public static TaskservDefinition Taskserv(TaskservCase taskserv) => new()
    {
        Name = taskserv.Name,
        Version = taskserv.Version.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Requires = taskserv.Requires,
        ConflictsWith = taskserv.Conflicts,
        Locks = taskserv.HasLock ? ["apt"] : [],
        MinimumResources = taskserv.LeastCpu > 0 ? new MinimumResources(Cpu: taskserv.LeastCpu) : null,
        HealthCheck = taskserv.HasHealth ? new HealthCheck { Command = "healthy", Timeout = TimeSpan.FromSeconds(30), Retries = 2 } : null,
        Variables = taskserv.HasVariable ? new Dictionary<string, object?> { ["size"] = 7L } : Values.None,
        Scripts = CaseFiles.Scripts(taskserv).ToDictionary(s => s, s => $"{s}.sh"),
        Source = Places($"{taskserv.Name}/taskserv.yaml"),
    };

    private static WorkflowDefinition Workflow(Case made) => new()
    {
        Name = "laws",
        Type = made.Type,
        Concurrency = made.Concurrency,
        Logging = new LoggingConfig { Destinations = [] },
        ProviderAgnostic = made.Operations.All(o => o.Image is null),
        Variables = new Dictionary<string, object?> { ["flag"] = made.Flag },
        RollbackStrategy = made.Rollback,
        RetryPolicy = made.Retry,
        Dependencies = [.. made.Dependencies.Select(d => new DependencyDefinition { Source = d.Source, Target = d.Target, Type = d.Type, WaitCondition = d.Wait })],
        Operations = [.. made.Operations.Select(Operation)],
        Source = Places("workflow.yaml"),
    };

    private static OperationDefinition Operation(OperationCase operation) => new()
    {
        Id = operation.Id,
        Type = operation.Type,
        Target = operation.Target,
        Items = operation.Items,
        DependsOn = operation.DependsOn,
        OnFailure = operation.OnFailure,
        Parallel = operation.Parallel,
        BatchSize = operation.BatchSize,
        When = operation.When,
        RetryPolicy = operation.Retry,
        Irreversible = operation.Irreversible,
        Repeatable = operation.Repeatable,
        Gate = operation.Gate is { } gate ? new GateDefinition { TimeLimit = gate.TimeLimit is { } limit ? TimeSpan.FromSeconds(limit) : null, Default = gate.Default } : null,
        Settings = operation.Image is { } image ? new Dictionary<string, object?> { ["image"] = image } : Values.None,
        Servers = operation.Servers,
        Providers = operation.Providers,
    };

    private static InfrastructureDefinition Infrastructure(Case made) => new()
    {
        Name = Case.Infrastructure,
        Servers = [.. made.Servers.Select(Server)],
        Clusters = made.Cluster.Count == 0 ? []
            : [new ClusterDefinition { Name = "all", Servers = [.. made.Servers.Select(s => s.Name)], Taskservs = made.Cluster }],
        Providers = made.Alpha is { } alpha ? new Dictionary<string, ProviderDefinition> { ["alpha"] = Provider(alpha) } : new Dictionary<string, ProviderDefinition>(),
        Source = Places("infrastructure.yaml"),
    };

    private static ProviderDefinition Provider(GivenLimits limits) => new()
    {
        Dependencies = new ProviderDependencies { BatchSize = limits.BatchSize, ApiRateLimit = limits.RateLimit },
        Given = [.. limits.BatchSize is null ? [] : new[] { "batch_size" }, .. limits.RateLimit is null ? [] : new[] { "api_rate_limit" }],
    };

    public static ServerDefinition Server(ServerCase server) => new()
    {
        Name = server.Name,
        Provider = server.Provider,
        Cpu = server.Cpu,
        Labels = new Dictionary<string, string> { ["role"] = server.Role },
        Taskservs = server.Taskservs,
        Connection = new ConnectionDefinition
        {
            Kind = "model",
            Settings = server.IsAdopted ? new Dictionary<string, object?> { [World.ModelProvider.HostName] = server.Name } : Values.None,
        },
        Settings = new Dictionary<string, object?> { ["image"] = "debian" },
    };

    private static SourceMap Places(string file) => SourceMap.Empty;
}
