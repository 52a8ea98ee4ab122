using System.Globalization;
using System.Net.NetworkInformation;
using System.Runtime.Versioning;

namespace BatchWorkflow.Providers.Local.Ports;

/// <summary>
/// Which loopback ports of this machine belong to which infrastructure of which state: a file for each reserved range, in a folder
/// that all users share. A range is free again when the file that it was reserved for is gone or no longer has it.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class PortRegistry(string folder, TimeProvider time)
{
    private const int First = 20000, End = 32768, Step = 16;

    private const UnixFileMode Everybody = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private const UnixFileMode EverybodysFolder = Everybody | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute
        | UnixFileMode.StickyBit;

    /// <summary>Outlives a reboot as states do, unlike the temporary folder.</summary>
    public static string UsualFolder => "/var/tmp/batchworkflow-ports";

    /// <summary>Keeps every other process from reserving or giving back until it is disposed.</summary>
    public async Task<IDisposable> LockAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
            File.SetUnixFileMode(folder, EverybodysFolder);
        }
        string file = Path.Combine(folder, "lock");
        while (true)
        {
            bool isNew = !File.Exists(file);
            try
            {
                FileStream held = new(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                if (isNew)
                    File.SetUnixFileMode(file, Everybody);
                return held;
            }
            catch (IOException) when (File.Exists(file))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), time, cancellationToken);
            }
        }
    }

    /// <summary>Reserves ports on which nothing listens, for a .ports.json that is about to name them. Needs the lock.</summary>
    public PortBlock Reserve(int count, string owner)
    {
        List<PortBlock> taken = [.. Reserved()];
        HashSet<int> busy = Listening();
        for (int from = First; from + count <= End; from += Step)
        {
            PortBlock block = new(from, count);
            if (taken.Any(block.Overlaps) || Enumerable.Range(from, count).Any(busy.Contains))
                continue;
            File.WriteAllText(FileOf(block), owner + "\n");
            return block;
        }
        throw new FailureException(new Failure
        {
            Kind = FailureKind.Quota,
            Message = $"No {count} ports in a row are free between {First} and {End}. Delete local servers that are no longer needed, or give servers fewer ports.",
        });
    }

    /// <summary>Gives a range back. Needs the lock.</summary>
    public void Release(PortBlock block) => File.Delete(FileOf(block));

    /// <summary>Ports of this machine on which something listens.</summary>
    public static HashSet<int> Listening()
    {
        IPGlobalProperties machine = IPGlobalProperties.GetIPGlobalProperties();
        return [.. machine.GetActiveTcpListeners().Concat(machine.GetActiveUdpListeners()).Select(point => point.Port)];
    }

    private string FileOf(PortBlock block) => Path.Combine(folder, $"{block.Base}-{block.Count}");

    private IEnumerable<PortBlock> Reserved()
    {
        foreach (string file in Directory.EnumerateFiles(folder, "*-*"))
        {
            string[] parts = Path.GetFileName(file).Split('-');
            if (!int.TryParse(parts[0], CultureInfo.InvariantCulture, out int from) || !int.TryParse(parts[1], CultureInfo.InvariantCulture, out int count))
                continue;
            PortBlock block = new(from, count);
            if (IsCurrent(file, block) || !TryDelete(file))
                yield return block;
        }
    }

    /// <summary>What cannot be read, because it is another user's or broken, may be current: it counts as taken.</summary>
    private static bool IsCurrent(string file, PortBlock block)
    {
        try
        {
            string owner = File.ReadAllText(file).TrimEnd('\n');
            return LocalJson.Read<PortFile>(owner) is { } ports && ports.Ranges.Contains(block);
        }
        catch (Exception unreadable) when (unreadable is UnauthorizedAccessException or FailureException)
        {
            return true;
        }
    }

    /// <summary>Another user's cannot be deleted: it counts as taken.</summary>
    private static bool TryDelete(string file)
    {
        try
        {
            File.Delete(file);
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }
}
