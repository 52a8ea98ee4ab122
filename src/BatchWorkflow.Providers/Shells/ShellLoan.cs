namespace BatchWorkflow.Providers.Shells;

/// <summary>A kept shell while somebody uses it; it goes back when this is disposed.</summary>
internal sealed class ShellLoan(KeptShell shell, ShellPool pool, bool isScripts) : IDisposable
{
    private bool returned;

    /// <summary>The shell.</summary>
    public KeptShell Shell { get; } = shell;

    /// <summary>Whether a script holds it.</summary>
    public bool IsScripts { get; } = isScripts;

    /// <inheritdoc />
    public void Dispose()
    {
        if (!returned)
            pool.Return(this);
        returned = true;
    }
}
