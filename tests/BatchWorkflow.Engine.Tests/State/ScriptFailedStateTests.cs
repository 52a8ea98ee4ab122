using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.State;
using BatchWorkflow.Engine.Tests.Running;

namespace BatchWorkflow.Engine.Tests.State;

/// <summary>What the ends of a step's attempts say of its last script.</summary>
public sealed class ScriptFailedStateTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("failed acted", true)]
    [InlineData("cancelled acted", true)]
    [InlineData("failed", false)]
    [InlineData("lost acted", false)]
    [InlineData("lost acted, failed", false)]
    [InlineData("lost acted, failed acted", true)]
    [InlineData("failed acted, lost acted", false)]
    [InlineData("failed acted, lost", true)]
    [InlineData("failed acted, failed", true)]
    [InlineData("failed acted, reset", true)]
    [InlineData("failed acted, succeeded acted", false)]
    public void ScriptFailed_AfterAttempts_IsThatOfTheLastScript(string ends, bool expected)
    {
        RunState state = new(Plans.Of([Plans.Step("a")]));
        int number = 0;
        foreach (string end in ends.Split(", "))
        {
            Apply(state, end == "reset" ? new StepsReset(["a"], "resume") : new AttemptStarted { Step = "a", Attempt = ++number, Token = "t" });
            if (end != "reset")
                Apply(state, Ended(end.Split(' '), number));
        }

        Assert.Equal(expected, state["a"].ScriptFailed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ScriptFailed_JournalThatDidNotTell_GoesByWhatChanged(bool changed)
    {
        RunState state = new(Plans.Of([Plans.Step("a")]));
        Apply(state, new AttemptStarted { Step = "a", Attempt = 1, Token = "t" });
        Apply(state, new AttemptEnded { Step = "a", Attempt = 1, Result = AttemptResult.Failed, Changed = changed });

        Assert.Equal(changed, state["a"].ScriptFailed);
    }

    private static AttemptEnded Ended(string[] words, int number) => new()
    {
        Step = "a",
        Attempt = number,
        Result = Enum.Parse<AttemptResult>(words[0], ignoreCase: true),
        Changed = true,
        Acted = words.Contains("acted"),
    };

    private static void Apply(RunState state, RunEvent what) =>
        state.Apply(new JournalEntry(state.Facts.Sequence + 1, Noon, what));
}
