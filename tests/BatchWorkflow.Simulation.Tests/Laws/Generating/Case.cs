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

    /// <summary>The operations that are asked for; empty means all.</summary>
    public IReadOnlyList<string> Part { get; init; } = [];
    public bool WithDependencies { get; init; }

    /// <summary>What every failed step does, over the operations' own.</summary>
    public FailureAction? OnFailure { get; init; }

    /// <summary>What the infrastructure file says over the limits of provider alpha itself.</summary>
    public GivenLimits? Alpha { get; init; }

    /// <summary>What people ask of the run.</summary>
    public IReadOnlyList<RequestCase> Requests { get; init; } = [];

    /// <summary>When another engine submits the same workflow beside this one; null means never.</summary>
    public TimeSpan? Second { get; init; }

    /// <summary>The seed that it was made from.</summary>
    public int Seed { get; init; }

    /// <summary>The name of the infrastructure.</summary>
    public const string Infrastructure = "infra";

    public TaskservCase Taskserv(string name) => Taskservs.First(t => t.Name == name);

    public OperationCase? Operation(string id) => Operations.FirstOrDefault(o => o.Id == id);

    /// <summary>What a failed step of an operation does to the run.</summary>
    public FailureAction OnFailureOf(OperationCase operation) => OnFailure ?? operation.OnFailure;

    /// <summary>How many calls to a provider may change things at once.</summary>
    public int? BatchSizeOf(string provider) => provider == "alpha" && Alpha is { BatchSize: { } size } ? size : BatchSize;

    /// <summary>How many calls a second a provider takes.</summary>
    public double? RateLimitOf(string provider) => provider == "alpha" && Alpha is { RateLimit: { } rate } ? rate : RateLimit;

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

    /// <summary>How many cores it needs.</summary>
    public int LeastCpu { get; init; }
    public bool HasVariable { get; init; }
}

/// <summary>How a taskserv is found on a server that is there.</summary>
internal sealed record PlacementCase(string Server, string Taskserv, Found Found);

/// <summary>Limits that an infrastructure file gives a provider.</summary>
internal sealed record GivenLimits(int? BatchSize, double? RateLimit);

/// <summary>What somebody asks of the run, and when.</summary>
/// <param name="Act">What.</param>
/// <param name="At">How long after the run began.</param>
/// <param name="Operation">The operation that is to be skipped.</param>
internal sealed record RequestCase(PersonAct Act, TimeSpan At, string? Operation = null);

/// <summary>What a person may do to a run; what stops it is followed by a resumption.</summary>
internal enum PersonAct
{
    Stop,
    Suspend,
    Skip,

    /// <summary>Ctrl+C twice: what runs is ended.</summary>
    LetGo,
}

/// <summary>What a gate does when nobody answers, and what the person at it answers.</summary>
/// <param name="TimeLimit">In seconds; null waits for ever.</param>
/// <param name="Default">What counts as the answer when that is over.</param>
/// <param name="Answer">True approves, false denies, null does not answer.</param>
internal sealed record GateCase(int? TimeLimit, GateDefault? Default, bool? Answer)
{
    /// <summary>Whether the run passes it.</summary>
    public bool Passes => Answer ?? Default == GateDefault.Approve;
}

/// <summary>An operation; a gate has no items.</summary>
internal sealed record OperationCase(string Id, OperationType Type, OperationTarget? Target, IReadOnlyList<string> Items)
{
    public IReadOnlyList<string> DependsOn { get; init; } = [];
    public FailureAction OnFailure { get; init; } = FailureAction.Rollback;
    public bool Parallel { get; init; } = true;
    public int? BatchSize { get; init; }
    public string? When { get; init; }
    public RetryPolicy? Retry { get; init; }
    public bool Irreversible { get; init; }
    public bool Repeatable { get; init; } = true;
    public GateCase? Gate { get; init; }

    /// <summary>The image that its settings give its servers over their own.</summary>
    public string? Image { get; init; }
    public IReadOnlyList<string> Servers { get; init; } = [];
    public IReadOnlyList<string> Providers { get; init; } = [];

    /// <summary>Whether its condition is true on a server.</summary>
    public bool Holds(string? server, bool flag) => When switch
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
    /// <summary>A wait that nothing ever ends.</summary>
    public const string Never = "1 == 2";

    /// <summary>Whether it makes one step wait for another: between two taskservs without a server only on the same one.</summary>
    public bool Joins(Forecast of, Forecast other, bool isSame, bool isWhole)
    {
        bool isOperation = Source.StartsWith("operation", StringComparison.Ordinal);
        bool isPerServer = !isOperation && !Source.Contains('@', StringComparison.Ordinal) && Target.StartsWith("taskserv", StringComparison.Ordinal);
        return Names(Source, of.Step) && Names(Target, other.Step) && (isOperation ? isSame || isWhole : of.Makes && other.Makes && (isSame || !isPerServer));
    }

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

    /// <summary>Recorded as wanted, and changed since by somebody else.</summary>
    Drifted,
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
