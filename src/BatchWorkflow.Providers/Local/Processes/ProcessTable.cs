using System.Runtime.Versioning;

namespace BatchWorkflow.Providers.Local.Processes;

/// <summary>A process as it was seen.</summary>
/// <param name="Pid">Its number.</param>
/// <param name="Parent">Its parent's number.</param>
/// <param name="Session">Its session.</param>
/// <param name="Start">When it started, in the machine's own unit: with the number it names one process for ever.</param>
/// <param name="Ended">True when it has ended and only its parent has not taken notice.</param>
internal readonly record struct ProcessEntry(int Pid, int Parent, int Session, long Start, bool Ended);

/// <summary>The processes of this machine.</summary>
[UnsupportedOSPlatform("windows")]
internal abstract class ProcessTable
{
    /// <summary>This machine's.</summary>
    public static ProcessTable Current { get; } = OperatingSystem.IsMacOS() ? new DarwinProcessTable() : new LinuxProcessTable();

    /// <summary>The numbers of all processes.</summary>
    public abstract IReadOnlyList<int> Pids();

    /// <summary>How long it takes at least until the numbers of processes begin anew; zero when they are not given in order.</summary>
    public virtual TimeSpan NumbersLastAtLeast => TimeSpan.Zero;

    /// <summary>How many processes and threads were started since the machine's own start; 0 where that is not told.</summary>
    public virtual long CountStarts() => 0;

    /// <summary>So many starts at least lie between two processes that have the same number; 0 where numbers are not given in order.</summary>
    public virtual long StartsUntilNumbersRepeat => 0;

    /// <summary>
    /// The numbers that processes started after this one can have, oldest first, when that is known and they are few; else null.
    /// Holds only for <see cref="NumbersLastAtLeast"/> after its start.
    /// </summary>
    public virtual IReadOnlyList<int>? PidsAfter(int pid) => null;

    /// <summary>One process, or null when there is none with this number.</summary>
    public abstract ProcessEntry? Find(int pid);

    /// <summary>A process's command line, shortened; null when it is not known.</summary>
    public virtual string? CommandOf(int pid) => null;

    /// <summary>
    /// Reads the environment that a process was started with, each variable ended by a NUL, into a buffer that grows as needed. Gives its
    /// length; 0 when it has none or is just being started; -1 when it may not be read.
    /// </summary>
    public abstract int ReadEnvironment(int pid, ref byte[] buffer);
}
