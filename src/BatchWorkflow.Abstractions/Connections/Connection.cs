namespace BatchWorkflow;

/// <summary>
/// Runs scripts on one server so that they survive the engine: each in a session of its own, its streams in files,
/// its exit status put beside them. Every member may throw <see cref="FailureException"/>; a broken connection is Transient.
/// </summary>
public abstract class Connection : IAsyncDisposable
{
    /// <summary>File name endings of scripts that the server can run, such as .sh and .ps1.</summary>
    public abstract IReadOnlyList<string> ScriptExtensions { get; }

    /// <summary>Starts a script. Starting the same <see cref="ScriptReference.Token"/> twice never runs it twice.</summary>
    public abstract Task StartAsync(ScriptRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// What became of a script that an earlier engine may have started. When it has not begun, it is barred from ever beginning
    /// under this token before NotStarted is answered.
    /// </summary>
    public abstract Task<ScriptState> ProbeAsync(ScriptReference script, CancellationToken cancellationToken);

    /// <summary>
    /// Waits for the end of a script that runs or has ended, and hands over each line of its streams as it comes, from the first.
    /// Ends by the token without ending the script.
    /// </summary>
    public abstract Task<ScriptExit> WaitAsync(ScriptReference script, IScriptOutput output, CancellationToken cancellationToken);

    /// <summary>Ends the script's whole process tree but for what it started by bw-daemon; returns when nothing of it runs any more.</summary>
    public abstract Task EndAsync(ScriptReference script, CancellationToken cancellationToken);

    /// <summary>Removes what the server keeps of scripts that have ended and that will not be asked about again.</summary>
    public virtual Task ForgetAsync(IReadOnlyList<ScriptReference> scripts, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>What the server tells of itself; null when this kind of connection asks nobody.</summary>
    public virtual Task<ServerFacts?> FactsAsync(CancellationToken cancellationToken) => Task.FromResult<ServerFacts?>(null);

    /// <inheritdoc />
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
