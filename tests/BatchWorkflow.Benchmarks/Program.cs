using BatchWorkflow.Benchmarks.Jinja;
using BatchWorkflow.Benchmarks.Ssh;

namespace BatchWorkflow.Benchmarks;

/// <summary>Runs one benchmark by its name; each compares with a peer in the same run and prints the ratio.</summary>
internal static class Program
{
    private static readonly Dictionary<string, Func<string[], int>> Benchmarks = new(StringComparer.Ordinal)
    {
        ["jinja"] = JinjaBenchmark.Run,
        ["ssh"] = arguments => SshBenchmark.RunAsync(arguments, CancellationToken.None).GetAwaiter().GetResult(),
    };

    private static int Main(string[] arguments)
    {
        if (arguments.Length > 0 && Benchmarks.TryGetValue(arguments[0], out Func<string[], int>? benchmark))
            return benchmark(arguments[1..]);
        Console.Error.WriteLine($"usage: BatchWorkflow.Benchmarks {string.Join('|', Benchmarks.Keys)}");
        return 2;
    }
}
