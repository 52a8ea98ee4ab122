using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Storing;

namespace BatchWorkflow.Engine.Tests.Journal;

public sealed class JournalVerifierTests
{
    private const string RunId = JournalText.RunId;
    private const string PlanHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static readonly string PlanName = StateLayout.Run(RunId, "plan.json");

    [Fact]
    public async Task Verify_OfASoundJournal_FindsNothing()
    {
        JournalText text = await SoundAsync();
        Assert.Empty(await JournalVerifier.VerifyAsync(text.Store, RunId, default));
    }

    [Fact]
    public async Task Verify_OfSeveralFaults_ListsThemAll()
    {
        JournalText text = await SoundAsync();
        byte[] first = await text.BytesAsync(1);
        first[first.AsSpan().IndexOf("one"u8)] ^= 1;
        await text.SetAsync(1, first);
        string[] second = await text.LinesAsync(2);
        await text.SetAsync(2, second.Where((_, i) => i != 1));
        await text.Store.ReplaceAsync(PlanName, "changed"u8.ToArray(), StoreVersion.Any, Durability.Written, default);
        IReadOnlyList<JournalProblem> problems = await JournalVerifier.VerifyAsync(text.Store, RunId, default);
        Assert.Equal(
            [
                $"{JournalText.Name(1)}, line 3 (event 2): it is not as it was written: its bits have changed.",
                $"{JournalText.Name(2)}, line 2 (event 5): event 4 is missing before it.",
                $"{PlanName}: it is not the plan that was submitted.",
            ],
            problems.Select(p => p.ToString()));
    }

    [Fact]
    public async Task Verify_OfAJournalThatLacksASegment_StillLooksAtTheOthers()
    {
        JournalText text = await SoundAsync();
        await text.HoldAsync(3, "six");
        await text.Store.DeleteAsync(JournalText.Name(2), StoreVersion.Any, default);
        byte[] first = await text.BytesAsync(1);
        first[first.AsSpan().IndexOf("one"u8)] ^= 1;
        await text.SetAsync(1, first);
        IReadOnlyList<JournalProblem> problems = await JournalVerifier.VerifyAsync(text.Store, RunId, default);
        Assert.Contains(problems, p => p.File == JournalText.Name(3) && p.Message.Contains(JournalText.Name(2), StringComparison.Ordinal));
        Assert.Contains(problems, p => (p.File, p.Line, p.Sequence) == (JournalText.Name(1), 3, 2));
    }

    [Fact]
    public async Task Verify_OfAJournalThatWasCutShort_KnowsFromTheCheckpoint()
    {
        JournalText text = await SoundAsync();
        await CheckpointFile.WriteAsync(text.Store, RunId, 5, JournalFormat.NoHash, "{}"u8.ToArray(), default);
        Assert.Empty(await JournalVerifier.VerifyAsync(text.Store, RunId, default));
        await text.SetAsync(2, (await text.LinesAsync(2)).Take(2));
        JournalProblem problem = Assert.Single(await JournalVerifier.VerifyAsync(text.Store, RunId, default));
        Assert.Contains("the checkpoint knows event 5, but the journal ends with event 4", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_OfARunWithoutItsSubmission_SaysSo()
    {
        JournalText text = await JournalText.WriteAsync(["one"]);
        Assert.Single(await JournalVerifier.VerifyAsync(text.Store, RunId, default), p => p.Message.Contains("submits the run", StringComparison.Ordinal));
        Assert.Single(await JournalVerifier.VerifyAsync(new JournalText().Store, RunId, default), p => p.Message == "there is no event");
    }

    private static async Task<JournalText> SoundAsync()
    {
        JournalText text = new();
        await text.Store.AppendAsync(PlanName, default, StoreVersion.Absent, Durability.Written, default);
        await using (JournalWriter writer = await JournalWriter.OpenAsync(text.Store, RunId, 1, text.Time, default))
        {
            RunSubmitted submitted = new() { RunId = RunId, Workflow = "w", Infrastructure = "i", PlanHash = PlanHash, Origin = new RunOrigin() };
            await writer.AppendAsync(submitted, Durability.Written, default);
            await writer.AppendAsync(new Warned("one"), Durability.Written, default);
            await writer.AppendAsync(new Warned("two"), Durability.Written, default);
        }
        await text.HoldAsync(2, "four", "five");
        return text;
    }
}
