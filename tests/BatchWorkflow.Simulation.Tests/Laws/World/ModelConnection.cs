namespace BatchWorkflow.Simulation.Tests.Laws.World;

/// <summary>Runs scripts on one machine of the model, where they go on when the connection is lost.</summary>
internal sealed class ModelConnection(ModelWorld world, Machine machine, TimeProvider time) : Connection
{
    /// <inheritdoc />
    public override IReadOnlyList<string> ScriptExtensions { get; } = [".sh"];

    /// <inheritdoc />
    public override Task StartAsync(ScriptRequest request, CancellationToken cancellationToken)
    {
        Reach();
        if (machine.Scripts.ContainsKey(request.Reference.Token))
            return Task.CompletedTask;
        string call = $"{ModelScript.ActionOf(request)} {request.Environment["BW_TASKSERV"]}@{machine.Name}";
        Fault? fault = world.Faults.Next(call);
        if (fault?.Kind == FaultKind.Refused)
            throw Failed(fault.Failure, "the connection was refused");
        ModelScript script = new(world, machine, request, fault, time);
        machine.Scripts[request.Reference.Token] = script;
        if (fault?.Kind == FaultKind.Broken)
            _broken.Add(request.Reference.Token);
        if (fault?.Kind != FaultKind.Unanswered)
            return Task.CompletedTask;
        script.Entry.IsOrphan = true;
        throw Failed(FailureKind.Transient, "the connection broke before the answer");
    }

    private readonly HashSet<string> _broken = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public override Task<ScriptState> ProbeAsync(ScriptReference script, CancellationToken cancellationToken)
    {
        Reach();
        if (machine.Scripts.TryGetValue(script.Token, out ModelScript? found))
            return Task.FromResult(found?.State ?? ScriptState.NotStarted);
        machine.Scripts[script.Token] = null;
        return Task.FromResult(ScriptState.NotStarted);
    }

    /// <inheritdoc />
    public override async Task<ScriptExit> WaitAsync(ScriptReference script, IScriptOutput output, CancellationToken cancellationToken)
    {
        Reach();
        if (machine.Scripts.GetValueOrDefault(script.Token) is not { } found)
            return new ScriptExit(null);
        if (_broken.Remove(script.Token))
        {
            found.Entry.IsOrphan = true;
            throw Failed(FailureKind.Transient, "the connection broke");
        }
        int? exit = await found.Over.WaitAsync(cancellationToken);
        foreach (string line in found.Lines)
            output.Line(isError: false, line);
        return new ScriptExit(exit);
    }

    /// <inheritdoc />
    public override async Task EndAsync(ScriptReference script, CancellationToken cancellationToken)
    {
        Reach();
        if (machine.Scripts.GetValueOrDefault(script.Token) is not { } found)
            return;
        found.End();
        await found.Over.WaitAsync(cancellationToken);
    }

    private static FailureException Failed(FailureKind kind, string message) => new(new Failure { Kind = kind, Message = message });

    private void Reach()
    {
        if (machine.IsGone)
            throw Failed(FailureKind.Transient, $"{machine.Name} ({machine.Id}) does not answer: it is gone.");
    }
}
