namespace BatchWorkflow.Engine.Running;

/// <summary>A run that this process works on.</summary>
public abstract class ActiveRun : IAsyncDisposable
{
    /// <summary>The run's id.</summary>
    public abstract string Id { get; }

    /// <summary>Ends with the run's status when this process has nothing more to do for it, whatever that status is.</summary>
    public abstract Task<BatchRun> Completion { get; }

    /// <summary>The run with its operations and steps as of now; cheap enough for five calls a second.</summary>
    public abstract BatchRun Snapshot();

    /// <summary>Starts nothing new and goes on until what runs has ended (Ctrl+C once).</summary>
    public abstract void Stop(string reason);

    /// <summary>Ends what runs and lets go of the run, which is then Interrupted (Ctrl+C twice).</summary>
    public abstract Task LetGoAsync();

    /// <inheritdoc />
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
