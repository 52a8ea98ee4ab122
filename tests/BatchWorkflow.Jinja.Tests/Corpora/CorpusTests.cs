using System.Text.Json;

namespace BatchWorkflow.Jinja.Tests.Corpora;

public sealed class CorpusTests
{
    [Theory]
    [InlineData("infra-cases.json")]
    [InlineData("own-cases.json")]
    public void OwnCases_EachCase_IsWhatJinjaRendersOrIsAKnownMiss(string file) => Check(Path.Combine(AppContext.BaseDirectory, "fixtures", file));

    [Theory]
    [InlineData("jinja/infra-cases.json")]
    [InlineData("jinja/pallets-cases.json")]
    [InlineData("jinja/minijinja-cases.json")]
    public void Corpus_EachCase_IsWhatJinjaRendersOrIsAKnownMiss(string file) => Check(TestKit.Corpora.File(file));

    private static void Check(string path)
    {
        Dictionary<string, string> misses = KnownMisses();
        List<string> wrong = [];
        foreach (JinjaCase testCase in JinjaCase.Load(path))
        {
            string? difference = testCase.Difference();
            if (difference is not null && !misses.ContainsKey(testCase.Id))
                wrong.Add($"{testCase.Id} ({testCase.Tier}): {difference}");
            else if (difference is null && misses.ContainsKey(testCase.Id))
                wrong.Add($"{testCase.Id} is listed as a known miss, and passes");
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    private static Dictionary<string, string> KnownMisses() => JsonSerializer.Deserialize<Dictionary<string, string>>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "fixtures", "known-misses.json")))!;
}
