using BatchWorkflow.TestKit;

namespace BatchWorkflow.Stores.Tests;

/// <summary>Keeps what databases have on this machine out of the user's own state folder.</summary>
public sealed class TemporaryHome : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public TemporaryHome() => Environment.SetEnvironmentVariable("XDG_STATE_HOME", folder.Path);

    public void Dispose() => folder.Dispose();
}
