namespace BatchWorkflow.Providers.Shells;

/// <summary>A shell of a server that reads commands from one stream and answers on the other.</summary>
internal abstract class ShellChannel : IDisposable
{
    /// <summary>What the shell reads.</summary>
    public abstract Stream Input { get; }

    /// <summary>What it writes. Reading blocks until something comes, and gives nothing once it has ended.</summary>
    public abstract Stream Output { get; }

    /// <summary>Why it ended, as far as anything said so, or null.</summary>
    public abstract string? Trouble { get; }

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends it.</summary>
    protected abstract void Dispose(bool disposing);
}
