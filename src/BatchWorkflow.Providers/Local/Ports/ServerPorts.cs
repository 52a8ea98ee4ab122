using System.Runtime.Versioning;

namespace BatchWorkflow.Providers.Local.Ports;

/// <summary>The ports of one server: taken when its first script asks for them, its own until it is deleted.</summary>
/// <param name="folder">The server's folder.</param>
[UnsupportedOSPlatform("windows")]
internal sealed class ServerPorts(string folder)
{
    private const string FileName = "ports.json";

    private readonly string file = Path.Combine(folder, FileName);

    /// <summary>What it has, or null.</summary>
    public PortBlock? Find() => LocalJson.Read<PortBlock>(file);

    /// <summary>What it has, taken now when it had none.</summary>
    /// <param name="server">The server's identity.</param>
    /// <param name="wanted">How many, and where when an older version gave them; a base of 0 is any.</param>
    /// <param name="registry">The user's registry.</param>
    /// <param name="cancellationToken">Ends the wait for other processes.</param>
    public async Task<PortBlock> TakeAsync(string server, PortBlock wanted, PortRegistry registry, CancellationToken cancellationToken)
    {
        if (Find() is { } there)
            return there;
        using HeldPorts held = await registry.LockAsync(cancellationToken);
        if (Find() is { } meanwhile)
            return meanwhile;
        int? limit = PortRangeResource.Read(Path.GetDirectoryName(folder)!)?.Limit;
        PortBlock block = held.Reserve(new PortReservation(wanted.Base, wanted.Count, server, file), limit).Block;
        LocalJson.Write(file, block);
        return block;
    }

    /// <summary>Gives back what it had, once the server is gone.</summary>
    public async Task GiveBackAsync(PortRegistry registry, CancellationToken cancellationToken)
    {
        using HeldPorts held = await registry.LockAsync(cancellationToken);
        held.Release(file);
    }
}
