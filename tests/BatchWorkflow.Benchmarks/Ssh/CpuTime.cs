using System.Globalization;

namespace BatchWorkflow.Benchmarks.Ssh;

/// <summary>Processor time of the whole machine that was not idle: it tells what something costs on both sides, when nothing else runs.</summary>
internal static class CpuTime
{
    private const double TicksASecond = 100;
    private const int Idle = 3, Waiting = 4, Guest = 8;

    /// <summary>Up to now, from proc(5)'s stat.</summary>
    public static TimeSpan Now() => TimeSpan.FromSeconds(File.ReadLines("/proc/stat").First()
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..]
        .Where((_, column) => column is not (Idle or Waiting) && column < Guest)
        .Sum(field => double.Parse(field, CultureInfo.InvariantCulture)) / TicksASecond);
}
