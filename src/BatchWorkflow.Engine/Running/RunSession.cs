using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Views;

namespace BatchWorkflow.Engine.Running;

/// <summary>This process at work on a run: holds its lease, goes its course, keeps its files, and lets go of everything at the end.</summary>
internal sealed class RunSession : ActiveRun
{
    private readonly RunRecorder _recorder;
    private readonly RunParts _parts;
    private readonly TimeProvider _time;
    private readonly CancellationToken _lost;
    private readonly CancellationTokenSource _letGo;
    private readonly Task<BatchRun> _completion;

    /// <summary>Begins.</summary>
    /// <param name="id">The run's id.</param>
    /// <param name="recorder">Writes its events.</param>
    /// <param name="parts">What the run loop works with.</param>
    /// <param name="go">The course to go, and the letting go of what was opened for it; given the token that ends both.</param>
    /// <param name="lost">Cancelled when another process has taken the run.</param>
    public RunSession(string id, RunRecorder recorder, RunParts parts, Func<CancellationToken, Task> go, CancellationToken lost)
    {
        Id = id;
        (_recorder, _parts, _time, _lost) = (recorder, parts, parts.Time, lost);
        _letGo = CancellationTokenSource.CreateLinkedTokenSource(lost);
        _completion = parts.Scheduler.RunAsync(() => CompleteAsync(go));
    }

    /// <inheritdoc />
    public override string Id { get; }

    /// <inheritdoc />
    public override Task<BatchRun> Completion => _completion;

    /// <inheritdoc />
    public override BatchRun Snapshot() => _recorder.Look(state => RunView.Detailed(state, _completion.IsCompleted ? RunHold.LetGo : RunHold.Held, _time.GetUtcNow()));

    /// <inheritdoc />
    public override void Stop(string reason) => _parts.Messages.Writer.TryWrite(new LoopMessage.StopAsked(reason));

    /// <inheritdoc />
    public override async Task LetGoAsync()
    {
        await _parts.Scheduler.CancelAsync(_letGo);
        await _completion;
    }

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        await LetGoAsync();
        _letGo.Dispose();
        await base.DisposeAsync();
    }

    private async Task<BatchRun> CompleteAsync(Func<CancellationToken, Task> go)
    {
        try
        {
            await go(_letGo.Token);
        }
        catch (LeaseLostException e)
        {
            throw HeldRun.TakenOver(Id, e);
        }
        BatchRun left = _recorder.Look(state => RunView.Detailed(state, RunHold.LetGo, _time.GetUtcNow()));
        return left.Interrupted && _lost.IsCancellationRequested ? throw HeldRun.TakenOver(Id, lost: null) : left;
    }
}
