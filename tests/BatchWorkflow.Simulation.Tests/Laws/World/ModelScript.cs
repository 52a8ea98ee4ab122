namespace BatchWorkflow.Simulation.Tests.Laws.World;

/// <summary>A script that runs on a machine of the model.</summary>
internal sealed class ModelScript
{
    private readonly ModelWorld _world;
    private readonly Machine _machine;
    private readonly Fault? _fault;
    private readonly string _taskserv;
    private readonly string _wanted;
    private readonly TaskCompletionSource _end = new();
    private readonly TaskCompletionSource<int?> _over = new();

    public ModelScript(ModelWorld world, Machine machine, ScriptRequest request, Fault? fault, DateTimeOffset now, string starter)
    {
        (_world, _machine, _fault) = (world, machine, fault);
        _taskserv = request.Environment["BW_TASKSERV"];
        _wanted = Wanted(request.Environment);
        Entry = world.Trace.Begin(new TraceEntry
        {
            Action = ActionOf(request),
            On = $"{_taskserv}@{machine.Name}",
            Time = now,
            Server = machine.Name,
            Taskserv = _taskserv,
            Step = request.Environment["BW_STEP"],
            Run = request.Environment["BW_RUN"],
            Attempt = request.Environment["BW_ATTEMPT_NUMBER"],
            Starter = starter,
        });
        world.Note($"run {Entry.Call} {Entry.Step}");
        world.Disturbance.Watch(Entry, machine.Scripts.Values.OfType<ModelScript>().Select(s => s.Entry));
        _ = world.DoAsync(RunAsync);
    }

    public TraceEntry Entry { get; }
    public List<string> Lines { get; } = [];
    public Task<int?> Over => _over.Task;

    public ScriptState State => !_over.Task.IsCompleted ? ScriptState.Running : _over.Task.Result is null ? ScriptState.Gone : ScriptState.Exited;

    public static string ActionOf(ScriptRequest request) => request.File is { } file ? Path.GetFileNameWithoutExtension(file) : "health";

    /// <summary>A version and variables in one text.</summary>
    public static string Wanted(IReadOnlyDictionary<string, string> environment) =>
        string.Join(' ', environment.Where(v => v.Key.StartsWith("BW_VAR_", StringComparison.Ordinal)).OrderBy(v => v.Key, StringComparer.Ordinal)
            .Select(v => $"{v.Key[7..].ToLowerInvariant()}={v.Value}").Prepend(environment["BW_VERSION"]));

    public void End() => _end.TrySetResult();

    private async Task<bool> RunAsync(TimeProvider time)
    {
        await Task.WhenAny(Task.Delay(_world.DurationOf(Entry.Call), time), _end.Task);
        bool? unseen = _end.Task.IsCompleted ? null : _world.Disturbance.EndsUnseen(Entry);
        int? exit = _end.Task.IsCompleted || unseen == false ? null : Act();
        if (exit is not null && _fault?.Kind == FaultKind.Hangs)
        {
            await _end.Task;
            exit = null;
        }
        if (unseen is not null || _fault?.Kind == FaultKind.Vanishes)
            exit = null;
        Entry.Exit = exit;
        _world.Trace.End(Entry);
        _world.Note($"ran {Entry.Call}: {exit}");
        return _over.TrySetResult(exit);
    }

    private int? Act()
    {
        if (_machine.IsGone)
            return null;
        bool isFaulty = _fault is { Kind: FaultKind.Fails or FaultKind.Tells or FaultKind.Hangs or FaultKind.Vanishes };
        int exit = isFaulty && !_fault!.Effect ? 0 : Apply();
        if (_fault?.Kind == FaultKind.Tells)
            Lines.Add($"::failure kind={_fault.Failure}");
        return isFaulty ? 1 : exit;
    }

    private int Apply()
    {
        string? there = _machine.Taskservs.GetValueOrDefault(_taskserv);
        switch (Entry.Action)
        {
            case "create":
                Entry.Changed = there != _wanted;
                _machine.Taskservs[_taskserv] = _wanted;
                return 0;
            case "update" when there is null:
                return 3;
            case "update":
                Entry.Changed = there != _wanted;
                _machine.Taskservs[_taskserv] = _wanted;
                return 0;
            case "delete":
                Entry.Changed = _machine.Taskservs.Remove(_taskserv);
                return 0;
            case "health":
                return there is null ? 1 : 0;
            default:
                return Check(there);
        }
    }

    private int Check(string? there)
    {
        if (there == _wanted)
            return 0;
        ScriptWays ways = _world.WaysOf(_taskserv);
        if (there is null && ways.SaysAbsent)
            Lines.Add("::absent");
        if (there is not null && ways.SaysDrift)
            Lines.Add($"::drift property=version wanted=\"{_wanted}\" found=\"{there}\"");
        return 1;
    }
}
