using System.Globalization;

namespace BatchWorkflow.Simulation.Tests.Trouble;

/// <summary>Whatever goes wrong, what was acknowledged stays, and the run ends as it should.</summary>
public sealed class StoryTests(ITestOutputHelper output)
{
    private const int UsualSeeds = 200;

    [Fact]
    public void Stories_OfManySeeds_KeepTheLaws()
    {
        if (Number("BATCHWORKFLOW_SEED") is { } only)
        {
            string? failure = Tell(only, output.WriteLine);
            Assert.True(failure is null, failure);
            return;
        }
        int first = Number("BATCHWORKFLOW_FIRST_SEED") ?? 1, last = first + (Number("BATCHWORKFLOW_SEEDS") ?? UsualSeeds);
        List<string> broken = [];
        Parallel.For(first, last, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, (seed, loop) =>
        {
            if (Tell(seed, line: null) is not { } failure)
                return;
            lock (broken)
                broken.Add($"BATCHWORKFLOW_SEED={seed}: {failure}");
            if (broken.Count >= 10)
                loop.Stop();
        });
        Assert.True(broken.Count == 0, string.Join('\n', broken));
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

    private static string? Tell(int seed, Action<string>? line)
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
        foreach (string told in story.Simulation.Trace.Lines ?? [])
            line!(told);
        return story.Broken.Count == 0 ? null : string.Join("\n  ", story.Broken);
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
