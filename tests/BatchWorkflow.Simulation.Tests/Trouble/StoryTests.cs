using System.Globalization;

namespace BatchWorkflow.Simulation.Tests.Trouble;

/// <summary>Whatever goes wrong, what was acknowledged stays, and the run ends as it should.</summary>
public sealed class StoryTests(ITestOutputHelper output)
{
    private const int UsualSeeds = 200, EnoughSeeds = 2000, MostShown = 10;

    /// <summary>What has to happen in enough stories: where one of these is missing, something is no longer tried.</summary>
    private static readonly string[] Injected =
    [
        "answer of a call lost", "answer of a write lost", "asked to approve", "asked to deny", "asked to rollback", "asked to skip", "asked to stop", "asked to suspend", "call lost", "clock set", "conflict",
        "connection broke at a script", "Ctrl+C", "Ctrl+C twice", "death at work", "death with the last write", "death without the last write", "link slow", "loss of power", "NoWait", "pause",
        "pause past the lease", "read lost", "refused with Run.TakenOver", "refused with Server.Held", "refused with State.EventsLost", "restart", "restart of a run that was rolled back",
        "script without exit status", "second run", "skip acknowledged", "store slow", "store slow past the lease", "two who work on one run", "undo of what succeeded", "write lost",
    ];

    [Fact]
    public void Stories_OfManySeeds_KeepTheLaws()
    {
        if (Number("BATCHWORKFLOW_SEED") is { } only)
        {
            string? failure = Tell(only, output.WriteLine, []);
            Assert.True(failure is null, failure);
            return;
        }
        int first = Number("BATCHWORKFLOW_FIRST_SEED") ?? 1, last = first + (Number("BATCHWORKFLOW_SEEDS") ?? UsualSeeds);
        List<string> broken = [];
        SortedDictionary<string, int> counts = new(StringComparer.Ordinal);
        Parallel.For(first, last, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, (seed, loop) =>
        {
            string? failure = Tell(seed, line: null, counts);
            if (failure is null)
                return;
            lock (broken)
                broken.Add($"BATCHWORKFLOW_SEED={seed}: {failure}");
            if (broken.Count >= MostShown)
                loop.Stop();
        });
        foreach ((string what, int count) in counts)
            output.WriteLine($"{count,9} {what}");
        Assert.True(broken.Count == 0, string.Join('\n', broken));
        if (last - first >= EnoughSeeds)
            Assert.Empty(Injected.Except(counts.Keys));
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    [InlineData(15)]
    public void Story_OfOneSeedTwice_IsTheSame(int seed) => Assert.Equal(HashOf(seed), HashOf(seed));

    private static (ulong, long) HashOf(int seed)
    {
        using Story story = new(seed);
        story.Tell();
        return (story.Simulation.Trace.Hash, story.Simulation.Steps);
    }

    private static string? Tell(int seed, Action<string>? line, SortedDictionary<string, int> counts)
    {
        using Story story = new(seed, keepsLines: line is not null);
        try
        {
            story.Tell();
        }
#pragma warning disable CA1031 // Whatever a story ends with is told with its seed.
        catch (Exception e)
#pragma warning restore CA1031
        {
            story.Broken.Add(e is InvalidOperationException ? e.Message : e.ToString());
        }
        foreach (string told in line is null ? [] : story.Lines())
            line!(told);
        lock (counts)
        {
            foreach ((string what, int count) in story.Troubles.Counts.Append(new KeyValuePair<string, int>($"stories that ended {story.Ended}", 1)))
                counts[what] = counts.GetValueOrDefault(what) + count;
        }
        return story.Broken.Count == 0 ? null : string.Join("\n  ", story.Broken);
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
