namespace BatchWorkflow.Engine.Running;

/// <summary>A run whose attempts in flight are waited for first, and that then goes on by other definitions.</summary>
internal sealed class SettlingRun : ActiveRun
{
    private readonly Lock _gate = new();
    private readonly Task<BatchRun> _completion;
    private readonly ActiveRun _settling;
    private ActiveRun _current;
    private string? _stopped;
    private bool _isLetGo;

    /// <summary>Begins to wait.</summary>
    /// <param name="settling">The run while what is in flight is waited for.</param>
    /// <param name="goesOn">Whether the run goes on once that is over; not when somebody else stopped or suspended it meanwhile.</param>
    /// <param name="goOnAsync">Makes it go on.</param>
    /// <param name="scheduler">Where it waits.</param>
    public SettlingRun(ActiveRun settling, Func<BatchRun, bool> goesOn, Func<Task<ActiveRun>> goOnAsync, TaskScheduler scheduler)
    {
        (Id, _settling, _current) = (settling.Id, settling, settling);
        _completion = scheduler.RunAsync(() => CompleteAsync(goesOn, goOnAsync));
    }

    /// <inheritdoc />
    public override string Id { get; }

    /// <inheritdoc />
    public override Task<BatchRun> Completion => _completion;

    private ActiveRun Current
    {
        get
        {
            lock (_gate)
                return _current;
        }
    }

    /// <inheritdoc />
    public override BatchRun Snapshot() => Current.Snapshot();

    /// <inheritdoc />
    public override void Stop(string reason)
    {
        lock (_gate)
            _stopped = reason;
        Current.Stop(reason);
    }

    /// <inheritdoc />
    public override async Task LetGoAsync()
    {
        lock (_gate)
            _isLetGo = true;
        await Current.LetGoAsync();
        await _completion;
    }

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        try
        {
            await LetGoAsync();
        }
        finally
        {
            await _settling.DisposeAsync();
            if (!ReferenceEquals(Current, _settling))
                await Current.DisposeAsync();
        }
        await base.DisposeAsync();
    }

    private async Task<BatchRun> CompleteAsync(Func<BatchRun, bool> goesOn, Func<Task<ActiveRun>> goOnAsync)
    {
        BatchRun settled = await _settling.Completion;
        if (!goesOn(settled) || IsEnding())
            return settled;
        ActiveRun next = await goOnAsync();
        string? stopped;
        bool isLetGo;
        lock (_gate)
            (_current, stopped, isLetGo) = (next, _stopped, _isLetGo);
        if (stopped is not null)
            next.Stop(stopped);
        if (isLetGo)
            await next.LetGoAsync();
        return await next.Completion;
    }

    private bool IsEnding()
    {
        lock (_gate)
            return _isLetGo || _stopped is not null;
    }
}
