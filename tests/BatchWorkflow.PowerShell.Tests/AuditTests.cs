using System.Management.Automation;

namespace BatchWorkflow.PowerShell.Tests;

public sealed class AuditTests : IClassFixture<ModuleSession>
{
    private readonly ModuleSession _session;

    public AuditTests(ModuleSession session)
    {
        _session = session;
        session.Renew();
    }

    private string Submit(string create) =>
        _session.Run("(Submit-BatchWorkflow $args[0]).Id", SampleWorkflow.Write(_session.Folder, create)).One().ToString();

    [Fact]
    public void Audit_OfASoundRun_IsTrueAndItsHeadIsFoundAgain()
    {
        string id = Submit("true");

        Assert.Equal(true, _session.Run("Test-BatchAudit $args[0]", id).One().BaseObject);
        string head = _session.Run("Test-BatchAudit $args[0] -Head", id).One().ToString();
        Assert.Equal(true, _session.Run("Test-BatchAudit -ExpectedHead $args[0]", head).One().BaseObject);
        Outcome forged = _session.Run("Test-BatchAudit -ExpectedHead $args[0]", string.Concat(head.AsSpan(0, head.Length - 64), new string('0', 64)));
        Assert.Equal(false, Assert.Single(forged.Output).BaseObject);
        Assert.Contains("written anew", Assert.Single(forged.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Audit_OfAChangedJournal_NamesEventAndField()
    {
        string id = Submit("true");
        string journal = Path.Combine(_session.State, "runs", id, "journal.1.jsonl");
        File.WriteAllText(journal, File.ReadAllText(journal).Replace("holder_took", "holder_toom", StringComparison.Ordinal));

        PSObject audit = Assert.Single(_session.Run("Test-BatchAudit $args[0] -Detailed -WarningAction SilentlyContinue", id).Output);

        Assert.Equal(false, audit.Properties["Valid"].Value);
        Assert.Contains("(event 2, field type)", _session.Run("(Test-BatchAudit $args[0] -Detailed -WarningAction SilentlyContinue).Problems[0].ToString()", id).Texts[0], StringComparison.Ordinal);
        Assert.Equal(["BatchWorkflow.Audit.Invalid"], _session.Run("Test-BatchAudit $args[0] -Head", id).ErrorIds);
        Assert.Equal(["BatchWorkflow.State.Unreadable"], _session.Run("Get-BatchAudit $args[0]", id).ErrorIds);
    }

    [Fact]
    public void Trail_OfARun_TellsWhoDidWhat()
    {
        string id = Submit("true");

        Assert.Equal([Environment.UserName], _session.Run("(Get-BatchAudit $args[0] -Action Submitted).User", id).Texts);
        Assert.Contains("install/thing@s1", _session.Run("(Get-BatchAudit $args[0] -Action Changed).Target", id).Texts);
        Assert.Empty(_session.Run("Get-BatchAudit $args[0] -User nobody", id).DemandSuccess().Output);
    }

    [Fact]
    public void Submit_WithTheSameKey_GivesTheFirstRun()
    {
        string file = SampleWorkflow.Write(_session.Folder, "true");

        string first = _session.Run("(Submit-BatchWorkflow $args[0] -IdempotencyKey k1).Id", file).One().ToString();
        string second = _session.Run("(Submit-BatchWorkflow $args[0] -IdempotencyKey k1).Id", file).One().ToString();

        Assert.Equal(first, second);
        Assert.Equal(first, Assert.Single(_session.Run("(Get-BatchStatus).Id").DemandSuccess().Texts));
    }

    [Fact]
    public void Remove_OlderThanANumber_TakesItAsDays()
    {
        string id = Submit("true");

        _session.Run("Remove-BatchWorkflow -OlderThan 1 -Force").DemandSuccess();
        Assert.Equal([id], _session.Run("(Get-BatchStatus).Id").DemandSuccess().Texts);
        _session.Run("Remove-BatchWorkflow -OlderThan 0 -Confirm:$false").DemandSuccess();
        Assert.Empty(_session.Run("Get-BatchStatus").DemandSuccess().Output);
    }

    [Fact]
    public void Remove_OlderThanWithoutForce_KeepsWhatCouldBeResumed()
    {
        string file = SampleWorkflow.Write(_session.Folder, "exit 1");
        string id = Assert.Single(_session.Run("(Submit-BatchWorkflow $args[0] -ErrorAction SilentlyContinue).Id", file).Texts);

        _session.Run("Remove-BatchWorkflow -OlderThan 0 -Confirm:$false").DemandSuccess();
        Assert.Equal([id], _session.Run("(Get-BatchStatus).Id").DemandSuccess().Texts);
        _session.Run("Remove-BatchWorkflow -OlderThan 0 -Force").DemandSuccess();
        Assert.Empty(_session.Run("Get-BatchStatus").DemandSuccess().Output);
    }

    [Fact]
    public void Move_ToADatabaseFile_KeepsRunsAndLogs()
    {
        string id = Submit("echo moved here");
        string database = Path.Combine(_session.State, "state.db");

        _session.Run("Move-BatchState $args[0] -WhatIf", database).DemandSuccess();
        Assert.False(File.Exists(database));
        PSObject moved = _session.Run("Move-BatchState $args[0] -Force", database).One();

        Assert.Equal((1, database), (moved.Properties["Runs"].Value, moved.Properties["To"].Value));
        Assert.Equal([id], _session.Run("(Get-BatchStatus).Id").DemandSuccess().Texts);
        Assert.Contains(_session.Run("(Get-BatchLog $args[0]).Message", id).DemandSuccess().Texts, m => m.Contains("moved here", StringComparison.Ordinal));
        Assert.Equal(["BatchWorkflow.State.Same"], _session.Run("Move-BatchState $args[0] -Force", database).ErrorIds);
        Assert.Contains("postgres://", _session.Complete("Move-BatchState -To postg"), StringComparer.Ordinal);
    }
}
