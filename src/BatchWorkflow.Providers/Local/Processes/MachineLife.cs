using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using System.Text;

namespace BatchWorkflow.Providers.Local.Processes;

/// <summary>A moment in the time in which a process's number and start name one process: until the machine, or the container, starts again.</summary>
/// <param name="Name">Names that time; a dash where the machine does not tell.</param>
/// <param name="Starts">How many processes and threads the machine had started by then, or fewer; 0 where it does not tell.</param>
internal readonly record struct MachineLife(string Name, long Starts)
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(5);
    private static readonly Lock Gate = new();
    private static readonly Lazy<string> CurrentName = new(static () => OperatingSystem.IsWindows() ? "-" : ReadName());
    private static MachineLife? kept;
    private static long keptSince;

    /// <summary>Now, or a moment ago: the kernel takes long to count, and too few starts only make one less sure.</summary>
    [UnsupportedOSPlatform("windows")]
    public static MachineLife Lately
    {
        get
        {
            lock (Gate)
            {
                if (kept is null || Stopwatch.GetElapsedTime(keptSince) > KeptFor)
                    (kept, keptSince) = (Now(), Stopwatch.GetTimestamp());
                return kept.Value;
            }
        }
    }

    /// <summary>Now.</summary>
    [UnsupportedOSPlatform("windows")]
    public static MachineLife Now() => new(CurrentName.Value, ProcessTable.Current.CountStarts());

    /// <summary>Reads its two words; null when they are none.</summary>
    public static MachineLife? Parse(string name, string starts) =>
        long.TryParse(starts, CultureInfo.InvariantCulture, out long count) ? new MachineLife(name, count) : null;

    /// <summary>True for a moment of the same life, when that is known.</summary>
    public bool IsSameLife(MachineLife other) => Name == other.Name && Name != "-";

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name} {Starts}");

    [UnsupportedOSPlatform("windows")]
    private static string ReadName()
    {
        Span<byte> text = stackalloc byte[64];
        int length = SmallFile.Read("/proc/sys/kernel/random/boot_id\0"u8, text);
        return length > 1 && ProcessTable.Current.Find(1) is { } first
            ? string.Create(CultureInfo.InvariantCulture, $"{Encoding.ASCII.GetString(text[..length]).Trim()}.{first.Start}")
            : "-";
    }
}
