namespace BatchWorkflow.PowerShell.Tests;

/// <summary>What -WhatIf says would happen, happens: it makes the checks of the call, and changes nothing.</summary>
public sealed class WhatIfTests : IClassFixture<ModuleSession>
{
    private readonly ModuleSession _session;

    public WhatIfTests(ModuleSession session)
    {
        _session = session;
        session.Renew();
    }

    [Theory]
    [InlineData("Resume-BatchWorkflow $args[0]", "BatchWorkflow.Run.NotResumable")]
    [InlineData("Restart-BatchWorkflow $args[0]", "BatchWorkflow.Run.NothingToRestart")]
    [InlineData("Stop-BatchWorkflow $args[0]", "BatchWorkflow.Run.NotRunning")]
    [InlineData("Suspend-BatchWorkflow $args[0]", "BatchWorkflow.Run.NotRunning")]
    public void Verb_OnARunThatHasSucceeded_RefusesAsTheCallDoes(string command, string id)
    {
        string run = Submit("true");
        Outcome told = _session.Run($"{command} -WhatIf", run);
        Assert.Equal([id], told.ErrorIds);
        Assert.Equal([id], _session.Run(command, run).ErrorIds);
    }

    [Theory]
    [InlineData("Resume-BatchWorkflow $args[0]")]
    [InlineData("Restart-BatchWorkflow $args[0]")]
    [InlineData("Stop-BatchWorkflow $args[0]")]
    [InlineData("Skip-BatchOperation $args[0] install -Reason x")]
    [InlineData("Approve-BatchGate $args[0]")]
    [InlineData("Deny-BatchGate $args[0]")]
    [InlineData("Invoke-BatchRollback $args[0]")]
    [InlineData("Remove-BatchWorkflow $args[0]")]
    public void Verb_OnADamagedRun_RefusesAsTheCallDoes(string command)
    {
        string run = Submit("exit 1");
        string plan = Path.Combine(_session.State, "runs", run, "plan.json");
        File.WriteAllText(plan, File.ReadAllText(plan) + " ");
        Assert.Equal(["BatchWorkflow.Run.FileChanged"], _session.Run($"{command} -WhatIf", run).ErrorIds);

        string journal = Path.Combine(_session.State, "runs", run, "journal.1.jsonl");
        File.WriteAllText(journal, File.ReadAllText(journal).Replace("\"type\":\"attempt_started\"", "\"type\":\"attempt_startet\"", StringComparison.Ordinal));
        Assert.Equal(["BatchWorkflow.State.Unreadable"], _session.Run($"{command} -WhatIf", run).ErrorIds);
    }

    [Fact]
    public void Resume_OfAFailedRun_SaysThatItWouldAndChangesNothing()
    {
        string run = Submit("exit 1");
        string journal = Path.Combine(_session.State, "runs", run, "journal.1.jsonl");
        string before = File.ReadAllText(journal);
        _session.Run("Resume-BatchWorkflow $args[0] -WhatIf; Restart-BatchWorkflow $args[0] -WhatIf", run).DemandSuccess();
        Assert.Equal((before, 1), (File.ReadAllText(journal), Directory.GetFiles(Path.GetDirectoryName(journal)!, "journal.*").Length));
    }

    [Fact]
    public void Status_OfAFinishedRunWithADamagedJournal_IsListedWithAWarning()
    {
        string run = Submit("true");
        string journal = Path.Combine(_session.State, "runs", run, "journal.1.jsonl");
        File.WriteAllText(journal, File.ReadAllText(journal).Replace("\"type\":\"attempt_started\"", "\"type\":\"attempt_startet\"", StringComparison.Ordinal));
        foreach (string list in (string[])["Get-BatchStatus", "Get-BatchStatus -Format Json", "Get-BatchStatus -Detailed"])
        {
            Outcome outcome = _session.Run(list).DemandSuccess();
            Assert.NotEmpty(outcome.Output);
            Assert.StartsWith($"Run {run} is damaged: ", Assert.Single(outcome.Warnings), StringComparison.Ordinal);
        }
    }

    private string Submit(string create) =>
        _session.Run("(Submit-BatchWorkflow $args[0] -ErrorAction Ignore).Id", SampleWorkflow.Write(_session.Folder, create)).Texts[0];
}
