namespace BatchWorkflow.Providers.Shells;

/// <summary>A server on which shells can be opened. Opening blocks, so it is done on the shell's own thread.</summary>
internal abstract class ShellHost : IAsyncDisposable
{
    /// <summary>The server as people know it, for messages.</summary>
    public abstract string Name { get; }

    /// <summary>Opens a shell, and a connection first when there is none.</summary>
    /// <returns>The shell, which has said nothing yet.</returns>
    public abstract ShellChannel Open(CancellationToken cancellationToken);

    /// <summary>Why a shell that ended before it answered can be opened no better the next time; null when it may be.</summary>
    /// <param name="exitCode">The exit code with which it ended; null for one that answers, and not as a shell does.</param>
    /// <param name="message">What is known of its end.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public abstract Task<Failure?> RefusalAsync(int? exitCode, string message, CancellationToken cancellationToken);

    /// <summary>Drops all connections: the next shell opens another.</summary>
    public abstract void Drop();

    /// <summary>Brings a large file to the server, readable by its login user only.</summary>
    /// <returns>Its path there, or null when there is no other way than through a shell.</returns>
    public virtual Task<string?> StageAsync(string file, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    /// <inheritdoc />
    public virtual ValueTask DisposeAsync()
    {
        Drop();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
