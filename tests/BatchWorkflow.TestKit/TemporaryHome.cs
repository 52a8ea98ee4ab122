namespace BatchWorkflow.TestKit;

/// <summary>Keeps what databases have on this machine out of the user's own state folder, for this process and those that it starts.</summary>
public sealed class TemporaryHome : IDisposable
{
    private readonly TemporaryFolder folder = new();

    /// <summary>Makes it.</summary>
    public TemporaryHome() => Environment.SetEnvironmentVariable("XDG_STATE_HOME", folder.Path);

    /// <inheritdoc />
    public void Dispose() => folder.Dispose();
}
