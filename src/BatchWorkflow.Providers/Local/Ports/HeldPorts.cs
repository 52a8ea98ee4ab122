using System.Runtime.Versioning;

namespace BatchWorkflow.Providers.Local.Ports;

/// <summary>A registry of ports while no other process can change it. A reservation is free again when the server's own file no longer names it.</summary>
/// <param name="folder">The registry's folder.</param>
/// <param name="lease">Its lock.</param>
/// <param name="place">Where the search for free ports begins follows from this.</param>
[UnsupportedOSPlatform("windows")]
internal sealed class HeldPorts(OwnedFolder folder, IDisposable lease, string place) : IDisposable
{
    private const string FileName = "ports.json";

    /// <summary>Reserves ports in a row on which nothing listens, for a server whose file is about to name them.</summary>
    /// <param name="wanted">The server and how many; ports that an older version gave it, or a base of 0.</param>
    /// <param name="limit">How many the servers of its infrastructure may have together, or null.</param>
    public PortReservation Reserve(PortReservation wanted, int? limit)
    {
        List<PortReservation> taken = [.. Read().Where(IsCurrent)];
        if (limit is { } most)
            PortRefusal.DemandRoom(wanted, [.. taken.Where(other => FolderOf(other) == FolderOf(wanted))], most);
        PortBlock block = wanted.Base > 0 ? wanted.Block
            : FreePorts.Find(wanted.Count, [.. taken.Select(other => other.Block)], place) ?? throw PortRefusal.Full(wanted, taken);
        PortReservation made = wanted with { Base = block.Base };
        Write([.. taken, made]);
        return made;
    }

    /// <summary>Gives back what the server of that file had.</summary>
    public void Release(string serverFile)
    {
        List<PortReservation> all = Read(), left = [.. all.Where(other => other.File != serverFile)];
        if (left.Count < all.Count)
            Write(left);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lease.Dispose();
        folder.Dispose();
    }

    private static string? FolderOf(PortReservation one) => Path.GetDirectoryName(Path.GetDirectoryName(one.File));

    /// <summary>A server's file that is broken, or that may not be read, may still name its ports: they count as taken.</summary>
    private static bool IsCurrent(PortReservation one)
    {
        try
        {
            return LocalJson.Read<PortBlock>(one.File) is { } block && block == one.Block;
        }
        catch (Exception unreadable) when (unreadable is UnauthorizedAccessException or FailureException)
        {
            return true;
        }
    }

    private List<PortReservation> Read() => LocalJson.Read<List<PortReservation>>(folder.At(FileName), folder.Shown(FileName)) ?? [];

    private void Write(List<PortReservation> reservations) => LocalJson.Write(folder.At(FileName), reservations);
}
