namespace BatchWorkflow.Simulation.Tests.Laws.World;

/// <summary>Runs scripts on one machine of the model, where they go on when the connection is lost.</summary>
internal sealed class ModelConnection(ModelWorld world, Machine machine, TimeProvider time, string starter) : Connection
{
    /// <inheritdoc />
    public override IReadOnlyList<string> ScriptExtensions { get; } = [".sh"];

    private readonly HashSet<string> _broken = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public override async Task StartAsync(ScriptRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await world.CallAsync($"start {request.Reference.Token}", () => Start(request), cancellationToken);
        }
        catch (FailureException) when (machine.Scripts.GetValueOrDefault(request.Reference.Token) is { } script)
        {
            script.Entry.IsOrphan = true;
            throw;
        }
    }

    /// <inheritdoc />
    public override Task<ScriptState> ProbeAsync(ScriptReference script, CancellationToken cancellationToken) => world.CallAsync($"probe {script.Token}", () =>
    {
        Reach();
        if (machine.Scripts.TryGetValue(script.Token, out ModelScript? found))
            return found?.State ?? ScriptState.NotStarted;
        machine.Scripts[script.Token] = null;
        return ScriptState.NotStarted;
    }, cancellationToken);

    /// <inheritdoc />
    public override async Task<ScriptExit> WaitAsync(ScriptReference script, IScriptOutput output, CancellationToken cancellationToken)
    {
        try
        {
            return await HearAsync(script, output, cancellationToken);
        }
        catch (FailureException) when (machine.Scripts.GetValueOrDefault(script.Token) is { } unheard)
        {
            unheard.Entry.IsOrphan = true;
            throw;
        }
    }

    private async Task<ScriptExit> HearAsync(ScriptReference script, IScriptOutput output, CancellationToken cancellationToken)
    {
        ModelScript? found = await world.CallAsync($"wait {script.Token}", () => Known(script), cancellationToken);
        if (found is null)
            return new ScriptExit(null);
        Task broken = _broken.Remove(script.Token) ? Task.CompletedTask : world.Disturbance.BreakAsync();
        if (await Task.WhenAny(found.Over, broken).WaitAsync(cancellationToken) == broken)
            throw Failed(FailureKind.Transient, "the connection broke");
        return await world.CallAsync($"exit {script.Token}", () =>
        {
            foreach (string line in found.Lines)
                output.Line(isError: false, line);
            return new ScriptExit(found.Over.Result);
        }, cancellationToken);
    }

    /// <inheritdoc />
    public override async Task EndAsync(ScriptReference script, CancellationToken cancellationToken)
    {
        ModelScript? found = await world.CallAsync($"end {script.Token}", () => Known(script), cancellationToken);
        if (found is null)
            return;
        found.End();
        await found.Over.WaitAsync(cancellationToken);
    }

    private bool Start(ScriptRequest request)
    {
        Reach();
        if (machine.Scripts.ContainsKey(request.Reference.Token))
            return false;
        string call = $"{ModelScript.ActionOf(request)} {request.Environment["BW_TASKSERV"]}@{machine.Name}";
        Fault? fault = world.Faults.Next(call);
        if (fault?.Kind == FaultKind.Refused)
            throw Failed(fault.Failure, "the connection was refused");
        machine.Scripts[request.Reference.Token] = new ModelScript(world, machine, request, fault, time.GetUtcNow(), starter);
        if (fault?.Kind == FaultKind.Broken)
            _broken.Add(request.Reference.Token);
        return fault?.Kind == FaultKind.Unanswered ? throw Failed(FailureKind.Transient, "the connection broke before the answer") : true;
    }

    private ModelScript? Known(ScriptReference script)
    {
        Reach();
        return machine.Scripts.GetValueOrDefault(script.Token);
    }

    private static FailureException Failed(FailureKind kind, string message) => new(new Failure { Kind = kind, Message = message });

    private void Reach()
    {
        if (machine.IsGone)
            throw Failed(FailureKind.Transient, $"{machine.Name} ({machine.Id}) does not answer: it is gone.");
    }
}
