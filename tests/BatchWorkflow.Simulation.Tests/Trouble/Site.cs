using BatchWorkflow.Simulation.Tests.World;

namespace BatchWorkflow.Simulation.Tests.Trouble;

/// <summary>A workflow with its world as it is found: drawn, small, and planned without problems.</summary>
internal sealed class Site
{
    private readonly Random _chance;
    private readonly List<TaskservDefinition> _taskservs;
    private readonly List<ServerDefinition> _servers;

    /// <summary>Draws one.</summary>
    public Site(SmallWorld world, Random chance)
    {
        _chance = chance;
        _servers = [.. Enumerable.Range(1, chance.Next(1, 4)).Select(n => Sources.Server($"web-{n}"))];
        _taskservs = [.. Enumerable.Range(1, chance.Next(1, 3)).Select(n => Taskserv($"app-{n}"))];
        OnFailure = (FailureAction)chance.Next(3);
        HasGate = chance.Next(4) == 0;
        Source = Draw();
        Find(world);
        foreach (TaskservDefinition taskserv in _taskservs)
            foreach (ServerDefinition server in _servers)
                world.Failing[$"{taskserv.Name}/create@{server.Name}"] = chance.Next(20) switch { 0 => 1000, < 4 => chance.Next(1, 3), _ => 0 };
        FailsForGood = world.Failing.Values.Any(left => left > 100);
    }

    /// <summary>The definitions.</summary>
    public PlanSource Source { get; }

    /// <summary>What a failure does.</summary>
    public FailureAction OnFailure { get; }

    /// <summary>True when a person has to answer.</summary>
    public bool HasGate { get; }

    /// <summary>True when a script fails however often it is tried.</summary>
    public bool FailsForGood { get; }

    private TaskservDefinition Taskserv(string name)
    {
        List<string> scripts = ["create"];
        if (_chance.Next(10) < 6)
            scripts.Add("check");
        if (_chance.Next(10) < 8)
            scripts.Add("delete");
        TaskservDefinition made = Sources.Taskserv(name, [.. scripts]);
        return _chance.Next(4) == 0
            ? made with { HealthCheck = new HealthCheck { Command = "true", Timeout = TimeSpan.FromSeconds(5), Retries = 2 } }
            : made;
    }

    private PlanSource Draw()
    {
        List<OperationDefinition> operations = [Operation("servers", OperationTarget.Server, [.. _servers.Select(s => s.Name)])];
        if (HasGate)
            operations.Add(new OperationDefinition { Id = "gate", Type = OperationType.Gate, DependsOn = ["servers"], Gate = new GateDefinition { Message = "go on?" }, OnFailure = OnFailure });
        foreach (TaskservDefinition taskserv in _taskservs)
            operations.Add(Operation(taskserv.Name, OperationTarget.Taskserv, [taskserv.Name]) with { DependsOn = [operations[_chance.Next(operations.Count)].Id, "servers"] });
        PlanSource source = Sources.Of(_servers, _taskservs, [.. operations]);
        RetryPolicy retry = new() { MaxAttempts = _chance.Next(1, 4), InitialDelay = TimeSpan.FromSeconds(0.5), MaxDelay = TimeSpan.FromSeconds(2) };
        return source with { Workflow = source.Workflow with { RetryPolicy = retry, RollbackStrategy = new RollbackStrategy { CheckpointInterval = 1 } } };
    }

    private OperationDefinition Operation(string id, OperationTarget target, IReadOnlyList<string> items) => new()
    {
        Id = id,
        Type = OperationType.Create,
        Target = target,
        Items = items,
        OnFailure = OnFailure,
        Parallel = _chance.Next(4) != 0,
        BatchSize = _chance.Next(3) == 0 ? _chance.Next(1, 3) : null,
        Timeout = _chance.Next(4) == 0 ? TimeSpan.FromSeconds(4) : TimeSpan.FromSeconds(300),
    };

    private void Find(SmallWorld world)
    {
        foreach (ServerDefinition server in _servers.Where(_ => _chance.Next(4) == 0))
        {
            string identity = $"infra/{server.Name}";
            world.Servers[identity] = new ResourceState { Identity = identity, Kind = "server", ProviderId = $"found-{server.Name}" };
        }
    }
}
