using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace BatchWorkflow.Engine.Journal;

/// <summary>The processes of this machine: from /proc on Linux, from the base library elsewhere.</summary>
internal sealed class SystemProcessTable : ProcessTable
{
    private const int StateField = 0;
    private const int StartField = 19;
    private readonly Lazy<ProcessIdentity> own = new(ReadOwn);

    /// <inheritdoc />
    public override ProcessIdentity Own => own.Value;

    /// <inheritdoc />
    protected override ProcessLife Look(ProcessIdentity other)
    {
        try
        {
            if (StartOf(other.Id) is not { } started)
                return ProcessLife.Dead;
            return started == other.Started ? ProcessLife.Alive : ProcessLife.Dead;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or Win32Exception or IOException)
        {
            return ProcessLife.Unknown;
        }
    }

    private static ProcessIdentity ReadOwn() => new()
    {
        Host = Environment.MachineName,
        Machine = ReadLine("/etc/machine-id"),
        Boot = ReadLine("/proc/sys/kernel/random/boot_id"),
        Space = OperatingSystem.IsLinux() ? File.ResolveLinkTarget("/proc/self/ns/pid", returnFinalTarget: false)?.Name ?? "" : "",
        Id = Environment.ProcessId,
        Started = StartOf(Environment.ProcessId) ?? "",
    };

    private static string ReadLine(string path) =>
        OperatingSystem.IsLinux() && File.Exists(path) ? File.ReadAllText(path).Trim() : "";

    /// <summary>When a process started; null when there is none, or only what its parent has not buried yet.</summary>
    private static string? StartOf(int id)
    {
        if (!OperatingSystem.IsLinux())
            return StartElsewhere(id);
        try
        {
            string stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
            // The second field is the program's name in brackets and may hold anything.
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[StateField] is "Z" or "X" ? null : fields[StartField];
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return StartElsewhere(id) is null ? null : throw new UnauthorizedAccessException("The process is hidden.", e);
        }
        catch (IOException) when (StartElsewhere(id) is null)
        {
            // It ended while its file was read.
            return null;
        }
    }

    private static string? StartElsewhere(int id)
    {
        try
        {
            using Process process = Process.GetProcessById(id);
            return OperatingSystem.IsLinux() ? "" : process.StartTime.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }
}
