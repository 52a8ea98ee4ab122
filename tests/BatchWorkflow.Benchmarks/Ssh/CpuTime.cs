using System.Globalization;

namespace BatchWorkflow.Benchmarks.Ssh;

/// <summary>Processor time of processes and of all their children that have ended: it tells what something costs, also on a busy machine.</summary>
internal static class CpuTime
{
    private const double TicksASecond = 100;
    private const int User = 11, Last = 14;

    /// <summary>Of this process, what it started, and these others, up to now.</summary>
    public static TimeSpan Of(IEnumerable<int> others) => TimeSpan.FromSeconds(others.Append(Environment.ProcessId).Sum(Ticks) / TicksASecond);

    private static double Ticks(int pid) => File.ReadAllText($"/proc/{pid}/stat").Split(") ")[^1].Split(' ')[User..(Last + 1)]
        .Sum(field => double.Parse(field, CultureInfo.InvariantCulture));
}
