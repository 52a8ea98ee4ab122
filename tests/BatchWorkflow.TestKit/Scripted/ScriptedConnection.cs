namespace BatchWorkflow.TestKit.Scripted;

/// <summary>Runs scripts in a scripted world, where they go on when the connection and its engine are gone.</summary>
public sealed class ScriptedConnection(ScriptedWorld world, string identity) : Connection
{
    /// <inheritdoc />
    public override IReadOnlyList<string> ScriptExtensions { get; } = [".sh", ".ps1"];

    /// <inheritdoc />
    public override Task StartAsync(ScriptRequest request, CancellationToken cancellationToken)
    {
        string name = $"{identity} {ScriptTable.NameOf(request)}";
        return world.Ledger.AnswerAsync(
            Call("start", name, request.Reference, request),
            _ => world.Scripts.Start(name, request),
            cancellationToken);
    }

    /// <inheritdoc />
    public override Task<ScriptState> ProbeAsync(ScriptReference script, CancellationToken cancellationToken)
        => world.Ledger.AnswerAsync(Call("probe", NameOf(script), script), _ => world.Scripts.Probe(script.Token), cancellationToken);

    /// <inheritdoc />
    public override async Task<ScriptExit> WaitAsync(ScriptReference script, IScriptOutput output, CancellationToken cancellationToken)
    {
        Task<ScriptExit> exit = await world.Ledger.AnswerAsync(
            Call("wait", NameOf(script), script),
            _ => world.Scripts.WaitAsync(script.Token, output),
            cancellationToken);
        return await exit.WaitAsync(cancellationToken);
    }

    /// <inheritdoc />
    public override async Task EndAsync(ScriptReference script, CancellationToken cancellationToken)
    {
        Task over = await world.Ledger.AnswerAsync(
            Call("end", NameOf(script), script), _ => world.Scripts.EndAsync(script.Token), cancellationToken);
        await over.WaitAsync(cancellationToken);
    }

    /// <inheritdoc />
    public override async Task<ServerFacts?> FactsAsync(CancellationToken cancellationToken) => world.Facts.TryGetValue(identity, out ServerFacts? facts)
        ? await world.Ledger.AnswerAsync(new ScriptedCall { Name = $"facts {identity}", At = world.Time.GetUtcNow() }, _ => facts, cancellationToken)
        : null;

    private string NameOf(ScriptReference script) => world.Scripts.NameOf(script.Token) ?? identity;

    private ScriptedCall Call(string verb, string name, ScriptReference script, ScriptRequest? request = null)
        => new() { Name = $"{verb} {name}", Token = script.Token, Script = request, At = world.Time.GetUtcNow() };
}
