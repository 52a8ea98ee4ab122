namespace BatchWorkflow.Simulation.Tests.Fields;

/// <summary>Runs scripts of a field's world, where they go on when their engine is gone.</summary>
internal sealed class FieldConnection(FieldWorld world, string identity) : Connection
{
    /// <inheritdoc />
    public override IReadOnlyList<string> ScriptExtensions { get; } = [".sh"];

    /// <inheritdoc />
    public override Task StartAsync(ScriptRequest request, CancellationToken cancellationToken)
    {
        if (!world.Scripts.ContainsKey(request.Reference.Token))
            (world.Scripts[request.Reference.Token] = new FieldScript(world, identity)).Begin(request);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public override Task<ScriptState> ProbeAsync(ScriptReference script, CancellationToken cancellationToken) =>
        Task.FromResult(Known(script) is { } known ? known.State : ScriptState.NotStarted);

    /// <inheritdoc />
    public override async Task<ScriptExit> WaitAsync(ScriptReference script, IScriptOutput output, CancellationToken cancellationToken)
    {
        if (Known(script) is not { } known)
            return new ScriptExit(null);
        int? code = await known.Over.WaitAsync(cancellationToken);
        foreach (string line in known.Lines)
            output.Line(isError: false, line);
        return new ScriptExit(code);
    }

    /// <inheritdoc />
    public override Task EndAsync(ScriptReference script, CancellationToken cancellationToken)
    {
        Known(script)?.End();
        return Task.CompletedTask;
    }

    private FieldScript? Known(ScriptReference script)
    {
        world.Scripts.TryAdd(script.Token, null);
        return world.Scripts[script.Token];
    }
}

/// <summary>A script of a field's world.</summary>
internal sealed class FieldScript(FieldWorld world, string identity)
{
    private readonly TaskCompletionSource<int?> _over = new();

    /// <summary>Ends with its exit code; null when it was ended.</summary>
    public Task<int?> Over => _over.Task;

    /// <summary>What it says.</summary>
    public IReadOnlyList<string> Lines { get; private set; } = [];

    /// <summary>What became of it.</summary>
    public ScriptState State => !_over.Task.IsCompleted ? ScriptState.Running : _over.Task.Result is null ? ScriptState.Gone : ScriptState.Exited;

    /// <summary>Begins.</summary>
    public void Begin(ScriptRequest request)
    {
        string action = request.File is { } file ? Path.GetFileNameWithoutExtension(file) : "health";
        string name = $"run {request.Environment["BW_TASKSERV"]}/{action}@{identity[(identity.IndexOf('/', StringComparison.Ordinal) + 1)..]}";
        world.Note($"{name} {request.Command} {string.Join(", ", request.Environment.Where(v => v.Key is "BW_VERSION" || v.Key.StartsWith("BW_VAR_", StringComparison.Ordinal)).OrderBy(v => v.Key, StringComparer.Ordinal))}");
        FieldAnswer answer = world.Next(name);
        Lines = answer.Says.Length == 0 ? [] : answer.Says.Split('\n');
        _ = world.Simulation.Driver.Time.CreateTimer(_ => _over.TrySetResult(answer.Exit), null, TimeSpan.FromSeconds(answer.Seconds), Timeout.InfiniteTimeSpan);
    }

    /// <summary>Ends it before its own end.</summary>
    public void End() => _over.TrySetResult(null);
}
