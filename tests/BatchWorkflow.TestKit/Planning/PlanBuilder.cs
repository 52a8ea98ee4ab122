using BatchWorkflow.Engine;
using BatchWorkflow.Engine.Observing;
using BatchWorkflow.Engine.Planning;
using BatchWorkflow.Engine.State;

namespace BatchWorkflow.TestKit.Planning;

/// <summary>Puts definitions and a world together, and plans them. The place of a field is told as file:path, such as workflow.yaml:operations[0].</summary>
public sealed class PlanBuilder
{
    private readonly List<ServerDefinition> _servers = [];
    private readonly List<ClusterDefinition> _clusters = [];
    private readonly Dictionary<string, ProviderDefinition> _settings = [];
    private readonly Dictionary<string, TaskservDefinition> _taskservs = [];
    private readonly List<OperationDefinition> _operations = [];
    private readonly List<DependencyDefinition> _dependencies = [];
    private readonly Dictionary<string, Provider> _providers = new() { ["local"] = new PureProvider() };
    private readonly Dictionary<string, ResourceState> _resources = [];
    private readonly Dictionary<string, ResourceRecord> _records = [];
    private readonly Dictionary<(string, string), CheckAnswer> _checks = [];
    private readonly Dictionary<string, IReadOnlyList<string>> _extensions = [];
    private WorkflowDefinition _workflow = new() { Name = "test", Source = Places("workflow.yaml") };
    private PlanOptions _options = new();

    /// <summary>The name of the infrastructure.</summary>
    public const string Infrastructure = "infra";

    /// <summary>Adds a server.</summary>
    public PlanBuilder Server(string name, params string[] taskservs) =>
        Server(new ServerDefinition { Name = name, Taskservs = taskservs });

    /// <summary>Adds a server.</summary>
    public PlanBuilder Server(ServerDefinition server) => Do(() => _servers.Add(server));

    /// <summary>Adds a cluster.</summary>
    public PlanBuilder Cluster(string name, string[] servers, params string[] taskservs) =>
        Do(() => _clusters.Add(new ClusterDefinition { Name = name, Servers = servers, Taskservs = taskservs }));

    /// <summary>Adds a provider, or gives a known one other limits.</summary>
    public PlanBuilder Provider(string name, ProviderDependencies limits) => Do(() => _providers[name] = new PureProvider(limits));

    /// <summary>Gives the infrastructure file's settings of a provider.</summary>
    public PlanBuilder Settings(string provider, ProviderDefinition settings) => Do(() => _settings[provider] = settings);

    /// <summary>Adds a taskserv that has all four scripts.</summary>
    public PlanBuilder Taskserv(string name, params string[] requires) => Taskserv(name, t => t with { Requires = requires });

    /// <summary>Adds a taskserv that has all four scripts, unless changed.</summary>
    public PlanBuilder Taskserv(string name, Func<TaskservDefinition, TaskservDefinition> with)
    {
        TaskservDefinition taskserv = new()
        {
            Name = name,
            Version = "1",
            Scripts = new[] { "create", "update", "delete", "check" }.ToDictionary(action => action, action => $"{action}.sh"),
            Source = Places($"{name}/taskserv.yaml"),
        };
        return Do(() => _taskservs[name] = with(taskserv));
    }

    /// <summary>Adds an operation.</summary>
    public PlanBuilder Operation(
        string id, OperationType type, OperationTarget target, string[] items, string[]? dependsOn = null,
        Func<OperationDefinition, OperationDefinition>? with = null)
    {
        OperationDefinition operation = new() { Id = id, Type = type, Target = target, Items = items, DependsOn = dependsOn ?? [] };
        return Do(() => _operations.Add(with is null ? operation : with(operation)));
    }

    /// <summary>Adds an operation that creates servers.</summary>
    public PlanBuilder CreateServers(string id, params string[] items) =>
        Operation(id, OperationType.Create, OperationTarget.Server, items);

    /// <summary>Adds an operation that creates taskservs.</summary>
    public PlanBuilder Install(string id, string[] items, params string[] dependsOn) =>
        Operation(id, OperationType.Create, OperationTarget.Taskserv, items, dependsOn);

    /// <summary>Adds an entry of dependencies.</summary>
    public PlanBuilder Dependency(string source, string target, DependencyType type = DependencyType.Hard, string? wait = null) =>
        Do(() => _dependencies.Add(new DependencyDefinition { Source = source, Target = target, Type = type, WaitCondition = wait }));

    /// <summary>Changes the workflow's other fields.</summary>
    public PlanBuilder Workflow(Func<WorkflowDefinition, WorkflowDefinition> with) => Do(() => _workflow = with(_workflow));

    /// <summary>Changes the options.</summary>
    public PlanBuilder Options(Func<PlanOptions, PlanOptions> with) => Do(() => _options = with(_options));

    /// <summary>The server's provider finds it, with these properties beyond or in place of the wanted ones.</summary>
    public PlanBuilder There(string server, params (string Name, object? Value)[] properties) => Do(() =>
    {
        ServerDefinition definition = _servers.Find(s => s.Name == server) ?? new ServerDefinition { Name = server };
        ResourceSpecification wanted = Specifications.For(Infrastructure, definition);
        Dictionary<string, object?> found = new(wanted.Properties);
        foreach ((string name, object? value) in properties)
            found[name] = value;
        _resources[wanted.Identity] = new ResourceState
        {
            Identity = wanted.Identity,
            Kind = wanted.Kind,
            ProviderId = $"id-{server}",
            Properties = found,
        };
    });

    /// <summary>The provider finds the shared resource.</summary>
    public PlanBuilder SharedThere(string provider, string resource) => Do(() =>
    {
        string identity = Specifications.Identity(Infrastructure, provider, resource);
        _resources[identity] = new ResourceState { Identity = identity, Kind = resource, ProviderId = $"id-{resource}" };
    });

    /// <summary>A record says that the taskserv was installed as it is wanted now; call it after its server and taskserv are added.</summary>
    public PlanBuilder Installed(string server, params string[] taskservs) => Do(() =>
    {
        foreach (string taskserv in taskservs)
            Record(server, taskserv, null, null);
    });

    /// <summary>A record says that another version of the taskserv was installed.</summary>
    public PlanBuilder InstalledAs(string server, string taskserv, string? version, TimeSpan? duration = null) =>
        Do(() => Record(server, taskserv, version, duration));

    /// <summary>The taskserv's check was run.</summary>
    public PlanBuilder Checked(string server, string taskserv, bool asWanted, params PropertyDifference[] differences) =>
        Answered(server, taskserv, new CheckAnswer(asWanted, differences));

    /// <summary>The taskserv's check was run and said that nothing is there.</summary>
    public PlanBuilder Absent(string server, string taskserv) =>
        Answered(server, taskserv, new CheckAnswer(AsWanted: false, [], SaysAbsent: true));

    /// <summary>The taskserv's check could not be asked.</summary>
    public PlanBuilder Unreached(string server, string taskserv, string why) =>
        Answered(server, taskserv, new CheckAnswer(AsWanted: false, [], Unreached: why));

    private PlanBuilder Answered(string server, string taskserv, CheckAnswer answer) =>
        Do(() => _checks[(Specifications.Identity(Infrastructure, server), taskserv)] = answer);

    /// <summary>The endings of the scripts that a server can run.</summary>
    public PlanBuilder CanRun(string server, params string[] extensions) => Do(() => _extensions[server] = extensions);

    /// <summary>Plans.</summary>
    public PlanResult Plan()
    {
        InfrastructureDefinition infrastructure = new()
        {
            Name = Infrastructure,
            Servers = _servers,
            Clusters = _clusters,
            Providers = _settings,
            Source = Places("infrastructure.yaml"),
        };
        return Planner.Plan(new PlanInput
        {
            Source = new PlanSource(_workflow with { Operations = _operations, Dependencies = _dependencies }, infrastructure, _taskservs),
            DefinitionHash = "d",
            Options = _options,
            Observed = new Observed { Resources = _resources, Records = _records, Checks = _checks },
            Providers = _providers,
            Connections = new Dictionary<string, ConnectionFactory> { ["local"] = new PureConnection("local") },
            ScriptExtensions = _extensions,
        });
    }

    private static SourceMap Places(string file) =>
        new(file, path => path.Length == 0 ? null : new SourceLocation($"{file}:{path}", 1, 1));

    private void Record(string server, string taskserv, string? version, TimeSpan? duration)
    {
        string identity = Specifications.Identity(Infrastructure, server);
        TaskservDefinition definition = _taskservs[taskserv];
        TaskservRecord installed = new()
        {
            Name = taskserv,
            Version = version ?? definition.Version,
            Variables = TaskservVariables.For(definition, _workflow, _servers.Find(s => s.Name == server)!, _options),
            Files = definition.Files,
            RunId = "run-1",
            Duration = duration,
        };
        ResourceRecord record = _records.GetValueOrDefault(identity)
            ?? new ResourceRecord { Identity = identity, Kind = "server", Provider = "local", RunId = "run-0" };
        Dictionary<string, TaskservRecord> taskservs = new(record.Taskservs) { [taskserv] = installed };
        _records[identity] = record with { Taskservs = taskservs };
    }

    private PlanBuilder Do(Action act)
    {
        act();
        return this;
    }
}
