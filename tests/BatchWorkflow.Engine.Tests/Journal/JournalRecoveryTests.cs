using System.Text;
using BatchWorkflow.Engine.Journal;

namespace BatchWorkflow.Engine.Tests.Journal;

/// <summary>What becomes of journals that crashes, disks and people have changed.</summary>
public sealed class JournalRecoveryTests
{
    private static readonly string[] Three = ["one", "two", "three"];

    [Fact]
    public async Task Truncate_AtEveryByte_LosesOnlyTheTornEvent()
    {
        byte[] whole = await (await JournalText.WriteAsync(Three)).BytesAsync(1);
        for (int length = 0; length <= whole.Length; length++)
        {
            JournalText text = new();
            await text.SetAsync(1, whole.AsMemory(0, length));
            string[] left = [.. Three.Take(whole.Take(length).Count(b => b == '\n') - 1)];
            await text.AssertWarningsAsync(left);
            await text.HoldAsync(2, "next");
            await text.AssertWarningsAsync([.. left, "next"]);
        }
    }

    [Fact]
    public async Task TruncatedRecovery_CutsTheTornEndOffForGood()
    {
        JournalText text = await JournalText.WriteAsync(Three);
        byte[] whole = await text.BytesAsync(1);
        await text.SetAsync(1, whole.AsMemory(0, whole.Length - 5));
        await text.HoldAsync(2);
        byte[] cut = await text.BytesAsync(1);
        Assert.Equal(Encoding.UTF8.GetString(whole, 0, whole.AsSpan(0, whole.Length - 1).LastIndexOf((byte)'\n') + 1), Encoding.UTF8.GetString(cut));
        await text.HoldAsync(3, "four");
        await text.AssertWarningsAsync(["one", "two", "four"]);
    }

    [Fact]
    public async Task Tail_ThatALossOfPowerFilledWithZeros_IsPassedOver()
    {
        JournalText text = await JournalText.WriteAsync(Three);
        byte[] whole = await text.BytesAsync(1);
        await text.SetAsync(1, (byte[])[.. whole, 0, 0, 0, 0]);
        await text.AssertWarningsAsync(Three);
        await text.HoldAsync(2, "four");
        await text.AssertWarningsAsync([.. Three, "four"]);
    }

    [Fact]
    public async Task BitFlip_AtEveryByte_NamesTheLineAndTheEvent()
    {
        JournalText text = await JournalText.WriteAsync(Three, ["four"]);
        byte[] whole = await text.BytesAsync(1);
        int line = 1;
        for (int i = 0; i < whole.Length - 1; i++)
        {
            byte[] flipped = [.. whole];
            flipped[i] ^= 1;
            await text.SetAsync(1, flipped);
            JournalProblem problem = await text.CorruptAsync();
            Assert.Equal((JournalText.Name(1), line, line == 1 ? null : line - 1), (problem.File, problem.Line, problem.Sequence));
            line += whole[i] == '\n' ? 1 : 0;
        }
    }

    [Fact]
    public async Task BitFlip_InTheLastLine_IsFoundToo()
    {
        JournalText text = await JournalText.WriteAsync(Three);
        byte[] whole = await text.BytesAsync(1);
        whole[whole.AsSpan().LastIndexOf("three"u8)] ^= 1;
        await text.SetAsync(1, whole);
        Assert.Equal(
            $"{JournalText.Name(1)}, line 4 (event 3): it is not as it was written: its bits have changed.",
            (await text.CorruptAsync()).ToString());
    }

    [Fact]
    public async Task MissingLine_InTheMiddle_NamesTheEvent()
    {
        JournalText text = await JournalText.WriteAsync(Three);
        string[] lines = await text.LinesAsync(1);
        await text.SetAsync(1, lines.Where((_, i) => i != 2));
        Assert.Equal($"{JournalText.Name(1)}, line 3 (event 3): event 2 is missing before it.", (await text.CorruptAsync()).ToString());
        await text.SetAsync(1, lines.Where((_, i) => i != 0));
        Assert.Equal((1, null), Place(await text.CorruptAsync()));
    }

    [Fact]
    public async Task MissingLine_AtTheEndOfAnEarlierSegment_NamesTheEvent()
    {
        JournalText text = await JournalText.WriteAsync(Three, ["four"]);
        string[] lines = await text.LinesAsync(1);
        await text.SetAsync(1, lines.Take(2));
        Assert.Equal(
            $"{JournalText.Name(1)}, line 3 (event 2): events 2 to 3 are missing, on which {JournalText.Name(2)} builds.",
            (await text.CorruptAsync()).ToString());
    }

    [Fact]
    public async Task MissingSegment_InTheMiddle_IsNamed()
    {
        JournalText text = await JournalText.WriteAsync(Three, ["four"], ["five"]);
        await text.Store.DeleteAsync(JournalText.Name(2), StoreVersion.Any, default);
        JournalProblem problem = await text.CorruptAsync();
        Assert.Equal(JournalText.Name(3), problem.File);
        Assert.Contains(JournalText.Name(2), problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EditedLine_WithItsSumMadeAnew_IsFoundByTheNext()
    {
        JournalText text = await JournalText.WriteAsync(Three);
        string[] lines = await text.LinesAsync(1);
        lines[2] = Forge(lines[2], "two", "2wo");
        await text.SetAsync(1, lines);
        Assert.Equal($"{JournalText.Name(1)}, line 3 (event 2): it was changed after the next line was written.", (await text.CorruptAsync()).ToString());
    }

    [Fact]
    public async Task EditedLastLine_WithItsSumMadeAnew_IsFoundByTheNextSegment()
    {
        JournalText text = await JournalText.WriteAsync(Three, ["four"]);
        string[] lines = await text.LinesAsync(1);
        lines[3] = Forge(lines[3], "three", "3hree");
        await text.SetAsync(1, lines);
        Assert.Equal((4, 3L), Place(await text.CorruptAsync()));
    }

    [Fact]
    public async Task RepeatedLine_IsNamed()
    {
        JournalText text = await JournalText.WriteAsync(Three);
        string[] lines = await text.LinesAsync(1);
        await text.SetAsync(1, [.. lines[..3], .. lines[2..]]);
        Assert.Equal($"{JournalText.Name(1)}, line 4 (event 2): event 3 should stand here.", (await text.CorruptAsync()).ToString());
    }

    [Fact]
    public async Task DuplicateHeader_IsNamed()
    {
        JournalText text = await JournalText.WriteAsync(Three);
        string[] lines = await text.LinesAsync(1);
        await text.SetAsync(1, [lines[0], .. lines]);
        Assert.Equal($"{JournalText.Name(1)}, line 2 (event 1): a second header stands here.", (await text.CorruptAsync()).ToString());
    }

    [Fact]
    public async Task Header_OfANewerFormat_IsRefusedInWords()
    {
        JournalText text = await JournalText.WriteAsync(Three);
        string[] lines = await text.LinesAsync(1);
        lines[0] = "{\"format\":2,\"whatever\":\"a later version needs\"}";
        await text.SetAsync(1, lines);
        BatchWorkflowException told = await Assert.ThrowsAsync<BatchWorkflowException>(text.WarningsAsync);
        Assert.Equal("Journal.NewerFormat", told.ErrorId);
        Assert.Equal($"'{JournalText.Name(1)}' was written by a newer BatchWorkflow (journal format 2; this one reads up to 1).", told.Message);
        await Assert.ThrowsAsync<BatchWorkflowException>(() => text.HoldAsync(2));
    }

    [Fact]
    public async Task Header_OfAnotherRun_IsRefused()
    {
        JournalText text = await JournalText.WriteAsync(Three);
        string[] lines = await text.LinesAsync(1);
        lines[0] = Forge(lines[0], "abcd", "efgh");
        await text.SetAsync(1, lines);
        Assert.Equal((1, null), Place(await text.CorruptAsync()));
    }

    [Fact]
    public async Task Event_OfAnUnknownType_IsRefusedInWords()
    {
        JournalText text = await JournalText.WriteAsync(Three);
        string[] lines = await text.LinesAsync(1);
        await text.SetAsync(1, [.. lines[..3], Forge(lines[3], "\"warned\"", "\"of_tomorrow\"")]);
        JournalProblem problem = await text.CorruptAsync();
        Assert.Contains("this version of BatchWorkflow does not understand it", problem.Message, StringComparison.Ordinal);
        Assert.Contains("of_tomorrow", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LateWrites_OfAFormerHolder_AreNotPartOfTheRun()
    {
        JournalText text = await JournalText.WriteAsync(Three);
        byte[] withLate = await text.BytesAsync(1);
        byte[] before = withLate[..(withLate.AsSpan(0, withLate.Length - 1).LastIndexOf((byte)'\n') + 1)];
        await text.SetAsync(1, before);
        await text.HoldAsync(2, "four");
        await text.SetAsync(1, withLate);
        await text.AssertWarningsAsync(["one", "two", "four"]);
        await text.HoldAsync(3, "five");
        await text.AssertWarningsAsync(["one", "two", "four", "five"]);
        Assert.DoesNotContain(await JournalVerifier.VerifyAsync(text.Store, JournalText.RunId, default), p => p.Sequence is not 1);
    }

    [Fact]
    public async Task Segment_BegunBehindANewerOne_IsNotPartOfTheRun()
    {
        JournalText slow = await JournalText.WriteAsync(Three, ["late"]);
        byte[] late = await slow.BytesAsync(2);
        JournalText text = await JournalText.WriteAsync(Three);
        await text.HoldAsync(3, "four");
        await text.SetAsync(2, late);
        await text.AssertWarningsAsync([.. Three, "four"]);
    }

    /// <summary>Edits a line as somebody does who knows how its sum is made.</summary>
    private static string Forge(string line, string from, string to)
    {
        string open = line[..line.LastIndexOf(",\"sum\"", StringComparison.Ordinal)] + "}";
        Assert.Contains(from, open, StringComparison.Ordinal);
        return Encoding.UTF8.GetString(JournalFormat.Seal(Encoding.UTF8.GetBytes(open.Replace(from, to, StringComparison.Ordinal)))).TrimEnd('\n');
    }

    private static (int Line, long? Sequence) Place(JournalProblem problem) => (problem.Line, problem.Sequence);
}
