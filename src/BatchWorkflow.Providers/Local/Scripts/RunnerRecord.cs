using System.Globalization;
using BatchWorkflow.Providers.Local.Processes;

namespace BatchWorkflow.Providers.Local.Scripts;

/// <summary>What a runner wrote of itself before it began its script.</summary>
/// <param name="Pid">Its number, which is its session's too.</param>
/// <param name="Start">When it started, in the machine's own unit; null where the runner could not tell.</param>
/// <param name="Machine">The machine then; null where the runner could not tell.</param>
internal readonly record struct RunnerRecord(int Pid, long? Start, MachineLife? Machine)
{
    /// <summary>Reads its line, PID START LIFE STARTS or the number alone; null when it is none.</summary>
    public static RunnerRecord? Parse(string? line)
    {
        string[] words = line?.Split(' ') ?? [];
        if (!int.TryParse(words.FirstOrDefault(), CultureInfo.InvariantCulture, out int pid))
            return null;
        return words.Length == 4 && long.TryParse(words[1], CultureInfo.InvariantCulture, out long start) && MachineLife.Parse(words[2], words[3]) is { } machine
            ? new RunnerRecord(pid, start, machine)
            : new RunnerRecord(pid, null, null);
    }
}
