namespace BatchWorkflow.Providers.Shells;

/// <summary>A shell of a server that reads commands from one stream and answers on the other.</summary>
internal abstract class ShellChannel : IDisposable
{
    private bool isEnded;

    /// <summary>What the shell reads.</summary>
    public abstract Stream Input { get; }

    /// <summary>What it writes. Reading blocks until something comes, and gives nothing once it has ended.</summary>
    public abstract Stream Output { get; }

    /// <summary>Why it ended, as far as anything said so, or null.</summary>
    public abstract string? Trouble { get; }

    /// <summary>The exit code with which it ended; null while it runs, and when it was cut off.</summary>
    public abstract int? ExitCode { get; }

    /// <summary>Ends it, once, whoever comes first: who asks on it, or who reads its answers.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref isEnded, true))
            return;
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends it.</summary>
    protected abstract void Dispose(bool disposing);
}
