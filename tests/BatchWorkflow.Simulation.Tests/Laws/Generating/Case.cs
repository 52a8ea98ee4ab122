using BatchWorkflow.Simulation.Tests.Laws.World;

namespace BatchWorkflow.Simulation.Tests.Laws.Generating;

/// <summary>A whole input: definitions, the world as it is found, and what goes wrong.</summary>
internal sealed record Case
{
    public required IReadOnlyList<ServerCase> Servers { get; init; }
    public required IReadOnlyList<TaskservCase> Taskservs { get; init; }
    public required IReadOnlyList<PlacementCase> Placements { get; init; }
    public required IReadOnlyList<OperationCase> Operations { get; init; }
    public IReadOnlyList<DependencyCase> Dependencies { get; init; } = [];
    public IReadOnlyList<string> Cluster { get; init; } = [];
    public IReadOnlyList<Fault> Faults { get; init; } = [];
    public WorkflowType Type { get; init; }
    public RollbackStrategy Rollback { get; init; } = new();
    public RetryPolicy Retry { get; init; } = new();
    public int? Concurrency { get; init; }
    public int? BatchSize { get; init; }
    public double? RateLimit { get; init; }
    public bool Network { get; init; }
    public bool Flag { get; init; }
    public bool Refresh { get; init; }
    public bool AllowReplace { get; init; }

    /// <summary>The seed that it was made from.</summary>
    public int Seed { get; init; }

    /// <summary>The name of the infrastructure.</summary>
    public const string Infrastructure = "infra";

    public TaskservCase Taskserv(string name) => Taskservs.First(t => t.Name == name);

    /// <summary>The servers that a taskserv lands on.</summary>
    public IEnumerable<ServerCase> LandingOf(string taskserv) =>
        Servers.Any(s => s.Taskservs.Contains(taskserv)) ? Servers.Where(s => s.Taskservs.Contains(taskserv)) : Servers;
}

/// <summary>A server and how it is found.</summary>
internal sealed record ServerCase(string Name, string Provider, string Role, int Cpu, Found Found, bool OtherImage)
{
    public IReadOnlyList<string> Taskservs { get; init; } = [];

    /// <summary>True when its machine is there whether or not its provider knows it.</summary>
    public bool IsAdopted { get; init; }

    /// <summary>True when its machine is there.</summary>
    public bool IsThere => IsAdopted || Found is not (Found.Absent or Found.Gone);
}

/// <summary>A taskserv.</summary>
internal sealed record TaskservCase(string Name, CheckForm Check, bool HasUpdate, bool HasDelete, bool HasHealth, int Version)
{
    public IReadOnlyList<string> Requires { get; init; } = [];
    public IReadOnlyList<string> Conflicts { get; init; } = [];
    public bool HasLock { get; init; }
    public bool HasVariable { get; init; }
}

/// <summary>How a taskserv is found on a server that is there.</summary>
internal sealed record PlacementCase(string Server, string Taskserv, Found Found);

/// <summary>An operation.</summary>
internal sealed record OperationCase(string Id, OperationType Type, OperationTarget Target, IReadOnlyList<string> Items)
{
    public IReadOnlyList<string> DependsOn { get; init; } = [];
    public FailureAction OnFailure { get; init; } = FailureAction.Rollback;
    public bool Parallel { get; init; } = true;
    public int? BatchSize { get; init; }
    public string? When { get; init; }
    public RetryPolicy? Retry { get; init; }
    public bool Irreversible { get; init; }
    public IReadOnlyList<string> Servers { get; init; } = [];
    public IReadOnlyList<string> Providers { get; init; } = [];

    /// <summary>Whether its condition is true on a server.</summary>
    public bool Holds(string server, bool flag) => When switch
    {
        null => true,
        "vars.flag" => flag,
        "not vars.flag" => !flag,
        _ => server != "web-1",
    };
}

/// <summary>An entry of dependencies.</summary>
internal sealed record DependencyCase(string Source, string Target, DependencyType Type, string? Wait)
{
    /// <summary>Whether a name means a step.</summary>
    public static bool Names(string name, PlanStep step) => name == $"operation.{step.Operation}"
        || (step.Kind == StepKind.Server && name == $"server.{step.Server}")
        || (step.Kind == StepKind.Taskserv && (name == $"taskserv.{step.Taskserv}" || name == $"taskserv.{step.Taskserv}@{step.Server}"));
}

/// <summary>How a thing is found.</summary>
internal enum Found
{
    Absent,
    AsWanted,
    Different,
    UnrecordedAsWanted,
    UnrecordedDifferent,
    Gone,
}

/// <summary>What a taskserv's check tells.</summary>
internal enum CheckForm
{
    /// <summary>absent and what differs.</summary>
    Full,

    /// <summary>absent only.</summary>
    Absent,

    /// <summary>Nothing beyond its exit.</summary>
    Silent,

    /// <summary>There is no check.</summary>
    None,
}
