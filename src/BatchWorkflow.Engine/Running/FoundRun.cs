using BatchWorkflow.Engine.Views;

namespace BatchWorkflow.Engine.Running;

/// <summary>A run that was submitted before under the same key: this process has nothing to do for it but to show where it stands.</summary>
internal sealed class FoundRun : ActiveRun
{
    private readonly BatchRun _run;

    private FoundRun(BatchRun run) => _run = run;

    /// <inheritdoc />
    public override string Id => _run.Id;

    /// <inheritdoc />
    public override Task<BatchRun> Completion => Task.FromResult(_run);

    /// <summary>The run as it stands.</summary>
    public static async Task<FoundRun> OpenAsync(EngineParts engine, string id, CancellationToken cancellationToken) =>
        new(await new RunQueries(engine).GetAsync(id, cancellationToken));

    /// <inheritdoc />
    public override BatchRun Snapshot() => _run;

    /// <inheritdoc />
    public override void Stop(string reason)
    {
        // Whoever works on it is asked by Stop-BatchWorkflow.
    }

    /// <inheritdoc />
    public override Task LetGoAsync() => Task.CompletedTask;
}
