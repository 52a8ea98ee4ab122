using System.Buffers.Text;
using System.Globalization;
using System.IO.Enumeration;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Unicode;

namespace BatchWorkflow.Providers.Local.Processes;

/// <summary>The processes in /proc.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class LinuxProcessTable : ProcessTable
{
    private const int FewPids = 256, StartsASecondOnACore = 20_000, MostEnvironment = 16 * 1024 * 1024, MostCommand = 80;

    public override TimeSpan NumbersLastAtLeast { get; } = TimeSpan.FromSeconds(MostPids() / (double)(StartsASecondOnACore * Environment.ProcessorCount));

    public override IReadOnlyList<int> Pids() =>
    [
        .. new FileSystemEnumerable<int>("/proc", (ref entry) => int.Parse(entry.FileName, CultureInfo.InvariantCulture))
        {
            ShouldIncludePredicate = (ref entry) => entry.FileName.IndexOfAnyExceptInRange('0', '9') < 0,
        },
    ];

    /// <summary>Numbers that are in use are passed over: as long as that is less than half of them.</summary>
    public override long StartsUntilNumbersRepeat { get; } = MostPids() / 2;

    public override long CountStarts()
    {
        const string word = "processes ";
        string? line = File.ReadLines("/proc/stat").FirstOrDefault(line => line.StartsWith(word, StringComparison.Ordinal));
        return line is not null && long.TryParse(line.AsSpan(word.Length), CultureInfo.InvariantCulture, out long count) ? count : 0;
    }

    /// <summary>The kernel gives numbers in order; the newest is the last field of loadavg.</summary>
    public override IReadOnlyList<int>? PidsAfter(int pid)
    {
        Span<byte> text = stackalloc byte[128];
        int length = SmallFile.Read("/proc/loadavg\0"u8, text);
        if (length <= 0)
            return null;
        ReadOnlySpan<byte> line = text[..length].TrimEnd((byte)'\n');
        bool known = Utf8Parser.TryParse(line[(line.LastIndexOf((byte)' ') + 1)..], out int newest, out _);
        return known && newest >= pid && newest - pid <= FewPids ? [.. Enumerable.Range(pid + 1, newest - pid)] : null;
    }

    public override ProcessEntry? Find(int pid)
    {
        Span<byte> path = stackalloc byte[32], text = stackalloc byte[1024];
        Utf8.TryWrite(path, CultureInfo.InvariantCulture, $"/proc/{pid}/stat\0", out _);
        int length = SmallFile.Read(path, text);
        if (length <= 0)
            return null;
        // The second field is the program's name in brackets and may hold anything.
        ReadOnlySpan<byte> rest = text[..length];
        rest = rest[(rest.LastIndexOf((byte)')') + 2)..];
        byte state = rest[0];
        int parent = 0, session = 0;
        long start = 0;
        int field = 3;
        foreach (Range range in rest.Split((byte)' '))
        {
            if (field == 4)
                _ = Utf8Parser.TryParse(rest[range], out parent, out _);
            else if (field == 6)
                _ = Utf8Parser.TryParse(rest[range], out session, out _);
            else if (field == 22)
                _ = Utf8Parser.TryParse(rest[range], out start, out _);
            if (field++ == 22)
                break;
        }
        return new ProcessEntry(pid, parent, session, start, Ended: state is (byte)'Z' or (byte)'X');
    }

    public override string? CommandOf(int pid)
    {
        Span<byte> path = stackalloc byte[40], text = stackalloc byte[MostCommand];
        Utf8.TryWrite(path, CultureInfo.InvariantCulture, $"/proc/{pid}/cmdline\0", out _);
        int length = SmallFile.Read(path, text);
        if (length <= 0)
            return null;
        string command = Encoding.UTF8.GetString(text[..length]).TrimEnd('\0').Replace('\0', ' ');
        return length == MostCommand ? command + "…" : command;
    }

    private static int MostPids()
    {
        Span<byte> text = stackalloc byte[32];
        int length = SmallFile.Read("/proc/sys/kernel/pid_max\0"u8, text);
        return length > 0 && Utf8Parser.TryParse(text[..length], out int most, out _) ? most : 0;
    }

    public override int ReadEnvironment(int pid, ref byte[] buffer)
    {
        Span<byte> path = stackalloc byte[40];
        Utf8.TryWrite(path, CultureInfo.InvariantCulture, $"/proc/{pid}/environ\0", out _);
        int length = SmallFile.Read(path, buffer);
        while (length == buffer.Length && length < MostEnvironment)
        {
            buffer = new byte[buffer.Length * 4];
            length = SmallFile.Read(path, buffer);
        }
        return length;
    }
}
