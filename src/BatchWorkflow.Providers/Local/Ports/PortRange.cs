using System.Runtime.Versioning;

namespace BatchWorkflow.Providers.Local.Ports;

/// <summary>The ports of one infrastructure and what each of its servers has of them.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class PortRange(string folder, PortRegistry registry, int usualSize)
{
    /// <summary>How many ports are reserved at a time when nothing is said.</summary>
    public const int UsualSize = 256;

    private readonly string file = Path.Combine(folder, ".ports.json");

    /// <summary>As it is now, or null.</summary>
    public PortFile? Find() => LocalJson.Read<PortFile>(file);

    /// <summary>Changes it under the machine's lock; null takes it away.</summary>
    public async Task<PortFile?> ChangeAsync(Func<PortFile?, PortFile?> change, CancellationToken cancellationToken)
    {
        using IDisposable held = await registry.LockAsync(cancellationToken);
        PortFile? before = Find(), after = change(before);
        if (ReferenceEquals(before, after))
            return after;
        if (after is not null)
        {
            Directory.CreateDirectory(folder);
            LocalJson.Write(file, after);
        }
        else
            File.Delete(file);
        foreach (PortBlock left in (before?.Ranges ?? []).Except(after?.Ranges ?? []))
            registry.Release(left);
        return after;
    }

    /// <summary>Reserves at least so many ports. Called inside of a change.</summary>
    public PortFile Grown(PortFile ports, int to)
    {
        int have = ports.Ranges.Sum(range => range.Count);
        return have >= to ? ports : ports with { Ranges = [.. ports.Ranges, registry.Reserve(to - have, file)] };
    }

    /// <summary>Gives a server its slice: the first gap on which nothing listens. A server that has one keeps it.</summary>
    public async Task<PortBlock?> TakeAsync(string server, int count, CancellationToken cancellationToken)
    {
        if (count == 0)
            return null;
        PortFile? ports = await ChangeAsync(before => Taken(before ?? NewFile(usualSize), server, count), cancellationToken);
        return ports!.Slices[server];
    }

    /// <summary>Takes a server's slice back.</summary>
    public Task GiveBackAsync(string server, CancellationToken cancellationToken) => ChangeAsync(
        before =>
        {
            if (before is null || !before.Slices.ContainsKey(server))
                return before;
            PortFile after = before with { Slices = before.Slices.Where(slice => slice.Key != server).ToDictionary() };
            return after.Token is null && after.Slices.Count == 0 ? null : after;
        },
        cancellationToken);

    /// <summary>A range that has nothing yet.</summary>
    public static PortFile NewFile(int size) => new() { Id = $"ports-{Guid.NewGuid():n}", Size = size };

    private PortFile Taken(PortFile ports, string server, int count)
    {
        if (ports.Slices.TryGetValue(server, out PortBlock? has) && has.Count == count)
            return ports;
        ports = ports with { Slices = ports.Slices.Where(slice => slice.Key != server).ToDictionary() };
        if (Gap(ports, count) is not { } slice)
        {
            PortBlock more = registry.Reserve(Math.Max(ports.Size, count), file);
            ports = ports with { Ranges = [.. ports.Ranges, more] };
            slice = new PortBlock(more.Base, count);
        }
        return ports with { Slices = new Dictionary<string, PortBlock>(ports.Slices) { [server] = slice } };
    }

    private static PortBlock? Gap(PortFile ports, int count)
    {
        HashSet<int> busy = PortRegistry.Listening();
        foreach (PortBlock range in ports.Ranges)
        {
            for (int from = range.Base; from + count <= range.End; from++)
            {
                PortBlock slice = new(from, count);
                if (!ports.Slices.Values.Any(slice.Overlaps) && !Enumerable.Range(from, count).Any(busy.Contains))
                    return slice;
            }
        }
        return null;
    }
}
