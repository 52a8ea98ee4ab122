using System.Runtime.Versioning;

namespace BatchWorkflow.Providers.Local.Ports;

/// <summary>
/// Which loopback ports of this machine belong to which server of which state of this user: one file in a folder that is the user's alone.
/// The ports of other users' servers are known by what listens there.
/// </summary>
/// <param name="folder">The folder; made when it is missing.</param>
[UnsupportedOSPlatform("windows")]
internal sealed class PortRegistry(string folder)
{
    /// <summary>How long another process may hold the lock.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The registry of this user on this machine.</summary>
    /// <param name="statePath">The state, for a user without a home folder: such a user has a registry a state.</param>
    public static PortRegistry Of(string statePath) => new(PortPlace.Find(statePath));

    /// <summary>Keeps every other process from reserving or giving back until what it returns is disposed.</summary>
    public async Task<HeldPorts> LockAsync(CancellationToken cancellationToken)
    {
        OwnedFolder opened = OwnedFolder.Open(folder);
        try
        {
            return new HeldPorts(opened, await PortLock.TakeAsync(opened, Patience, cancellationToken), folder);
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }
}
