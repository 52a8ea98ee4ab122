namespace BatchWorkflow.Simulation.Tests.World;

/// <summary>Runs scripts on a server of a small world, where they go on when the connection and its engine are gone.</summary>
internal sealed class SmallConnection(SmallWorld world, string identity) : Connection
{
    /// <inheritdoc />
    public override IReadOnlyList<string> ScriptExtensions { get; } = [".sh"];

    /// <inheritdoc />
    public override Task StartAsync(ScriptRequest request, CancellationToken cancellationToken) =>
        world.CallAsync($"start {identity} {request.Reference.Token}", () => Start(request), cancellationToken);

    /// <inheritdoc />
    public override Task<ScriptState> ProbeAsync(ScriptReference script, CancellationToken cancellationToken) =>
        world.CallAsync($"probe {identity} {script.Token}", () => Known(script).State, cancellationToken);

    /// <inheritdoc />
    public override async Task<ScriptExit> WaitAsync(ScriptReference script, IScriptOutput output, CancellationToken cancellationToken)
    {
        SmallScript known = await world.CallAsync($"wait {identity} {script.Token}", () => Known(script), cancellationToken);
        Task broken = world.Break?.Invoke() ?? Never;
        if (await Task.WhenAny(known.Over, broken).WaitAsync(cancellationToken) == broken && !known.Over.IsCompleted)
            throw new FailureException(new Failure { Kind = FailureKind.Transient, Message = "the connection broke while the script ran" });
        return await world.CallAsync($"exit {identity} {script.Token}", () => Tell(known, output), cancellationToken);
    }

    /// <inheritdoc />
    public override Task EndAsync(ScriptReference script, CancellationToken cancellationToken) =>
        world.CallAsync($"end {identity} {script.Token}", () =>
        {
            Known(script).End();
            return true;
        }, cancellationToken);

    private static readonly Task Never = new TaskCompletionSource().Task;

    private static ScriptExit Tell(SmallScript script, IScriptOutput output)
    {
        foreach (string line in script.Output)
            output.Line(isError: false, line);
        return new ScriptExit(script.Code);
    }

    private bool Start(ScriptRequest request)
    {
        if (!world.Servers.ContainsKey(identity))
            throw new FailureException(new Failure { Kind = FailureKind.Transient, Message = $"{identity} does not answer." });
        if (world.Scripts.ContainsKey(request.Reference.Token))
            return false;
        SmallScript made = new(world, identity, request);
        world.Scripts.Add(request.Reference.Token, made);
        made.Begin();
        return true;
    }

    private SmallScript Known(ScriptReference script)
    {
        if (!world.Scripts.TryGetValue(script.Token, out SmallScript? known))
            world.Scripts[script.Token] = known = new SmallScript(world, identity, request: null);
        return known;
    }
}
