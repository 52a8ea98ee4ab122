using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using BatchWorkflow.Simulation.Tests.Laws.Generating;

namespace BatchWorkflow.Simulation.Tests.Laws;

/// <summary>
/// The laws, held up to random workflows. BATCHWORKFLOW_LAWS says how many, by their seeds from BATCHWORKFLOW_LAWS_FIRST on; BATCHWORKFLOW_LAWS_SEED
/// repeats one.
/// </summary>
public sealed class LawTests(ITestOutputHelper output)
{
    private const int MostShown = 12, Usual = 10_000;

    [Fact]
    public void Workflows_AnyInput_KeepTheLaws()
    {
        ConcurrentDictionary<string, (Case First, int Count)> broken = new(StringComparer.Ordinal);
        ConcurrentDictionary<string, int> ends = new(StringComparer.Ordinal);
        int first = Number("BATCHWORKFLOW_LAWS_FIRST") ?? 0;
        long began = Stopwatch.GetTimestamp();
        if (Number("BATCHWORKFLOW_LAWS_SEED") is { } one)
            Try(one);
        else
            Parallel.For(first, first + (Number("BATCHWORKFLOW_LAWS") ?? Usual), new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, Try);
        output.WriteLine($"{Environment.CpuUsage.TotalTime.TotalSeconds:0.0} s of CPU, {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s");
        output.WriteLine(string.Join(", ", ends.OrderByDescending(e => e.Value).Select(e => $"{e.Key} {e.Value}")));
        if (!broken.IsEmpty)
            Assert.Fail(string.Join('\n', broken.OrderByDescending(b => b.Value.Count).Select((b, i) => Show(b.Key, b.Value.First, b.Value.Count, isWhole: i < MostShown))));

        void Try(int seed)
        {
            Case made = Cases.Of(seed);
            if (Reduction.WhyBroken(made, out string end) is { } why)
                broken.AddOrUpdate(LawBrokenException.KindOf(why), _ => (made, 1), (_, known) => (known.First, known.Count + 1));
            ends.AddOrUpdate(end, 1, (_, n) => n + 1);
        }
    }

    private static string Show(string kind, Case first, int count, bool isWhole) => isWhole
        ? $"=== {count} times, seed {first.Seed}: {Reduction.Smallest(first)}"
        : $"=== {count} times, seed {first.Seed}: {kind}";

    private static int? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
