namespace BatchWorkflow.Simulation.Tests.World;

/// <summary>A script of a small world, or, without a request, a token that is barred for ever.</summary>
internal sealed class SmallScript(SmallWorld world, string identity, ScriptRequest? request)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);
    private readonly TaskCompletionSource _over = new();

    /// <summary>Its server.</summary>
    public string Identity => identity;

    /// <summary>What it does, as taskserv/script@server; empty when it is barred.</summary>
    public string Name { get; } = request is null ? "" : $"{Variable(request, "BW_TASKSERV")}/{Action(request)}@{identity[(identity.IndexOf('/', StringComparison.Ordinal) + 1)..]}";

    /// <summary>The run that started it.</summary>
    public string Run { get; } = request is null ? "" : Variable(request, "BW_RUN");

    /// <summary>The step that started it.</summary>
    public string Step { get; } = request is null ? "" : Variable(request, "BW_STEP");

    /// <summary>Its exit code; null when it was ended.</summary>
    public int? Code { get; private set; }

    /// <summary>Its lines.</summary>
    public List<string> Output { get; } = [];

    /// <summary>Ends with it.</summary>
    public Task Over => request is null ? Task.CompletedTask : _over.Task;

    /// <summary>What became of it.</summary>
    public ScriptState State => request is null ? ScriptState.NotStarted
        : !_over.Task.IsCompleted ? ScriptState.Running
        : Code is null ? ScriptState.Gone : ScriptState.Exited;

    /// <summary>True when it changes something.</summary>
    public bool IsActing => request is not null && Action(request) is not "check" and not "health";

    private string Installed => $"{identity}/{Variable(request!, "BW_TASKSERV")}";

    /// <summary>Begins; its effect comes at its end.</summary>
    public void Begin()
    {
        world.Simulation.Trace.Note($"{world.Simulation.Now} run {Name} {Step}");
        if (IsActing && world.Scripts.Values.FirstOrDefault(s => s != this && s.IsActing && s.State == ScriptState.Running && s.Installed == Installed && s.Run == Run) is { } other)
            world.Broken.Add($"{Name} starts at {world.Simulation.Now} while {other.Name} of the same run still runs");
        TimeSpan span = Longest * world.Simulation.Chance.NextDouble();
        _ = world.Simulation.Driver.Time.CreateTimer(_ => Finish(), null, span, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Ends it before its own end.</summary>
    public void End() => _over.TrySetResult();

    private static string Variable(ScriptRequest request, string name) => request.Environment.GetValueOrDefault(name) ?? "";

    private static string Action(ScriptRequest request) => request.File is { } file ? Path.GetFileNameWithoutExtension(file) : "health";

    private void Finish()
    {
        if (_over.Task.IsCompleted)
            return;
        Code = Act(Action(request!));
        world.Simulation.Trace.Note($"{world.Simulation.Now} ran {Name}: {Code}");
        _over.TrySetResult();
    }

    private int Act(string action)
    {
        string wanted = Variable(request!, "BW_VERSION");
        bool fails = world.Failing.TryGetValue(Name, out int left) && left > 0;
        if (fails)
            world.Failing[Name] = left - 1;
        switch (action)
        {
            case "check":
                string? found = world.Installed.GetValueOrDefault(Installed);
                if (found != wanted)
                    Output.Add(found is null ? "::absent" : $"::drift property=version wanted={wanted} found={found}");
                return found == wanted ? 0 : 1;
            case "delete":
                if (!fails)
                    world.Installed.Remove(Installed);
                return fails ? 1 : 0;
            case "health":
                return world.Installed.GetValueOrDefault(Installed) == wanted ? 0 : 1;
            default:
                world.Installed[Installed] = fails ? $"half of {wanted}" : wanted;
                return fails ? 1 : 0;
        }
    }
}
