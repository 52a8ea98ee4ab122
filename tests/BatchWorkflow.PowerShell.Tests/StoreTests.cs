using System.Management.Automation;

namespace BatchWorkflow.PowerShell.Tests;

public sealed class StoreTests : IClassFixture<ModuleSession>
{
    private readonly ModuleSession _session;

    public StoreTests(ModuleSession session)
    {
        _session = session;
        session.Renew();
    }

    [Fact]
    public void Submit_ToADatabaseFile_IsListedLoggedAndUndoneThere()
    {
        string file = SampleWorkflow.Write(_session.Folder, "echo made here");
        string state = Path.Combine(_session.Folder, $"s{Guid.NewGuid():n}.db");

        string id = _session.Run("(Submit-BatchWorkflow $args[0] -StatePath $args[1]).Id", file, state).One().ToString();

        Assert.Equal([id], _session.Run("(Get-BatchStatus -StatePath $args[0]).Id", state).DemandSuccess().Texts);
        Assert.Contains(_session.Run("(Get-BatchLog $args[0] -StatePath $args[1]).Message", id, state).DemandSuccess().Texts, m => m.Contains("made here", StringComparison.Ordinal));
        Assert.Equal("RolledBack", _session.Run("(Invoke-BatchRollback $args[0] -Force -StatePath $args[1]).Status", id, state).One().ToString());
        Assert.Empty(_session.Run("Get-BatchStatus").DemandSuccess().Output);
        Assert.Equal(["log.jsonl"], Directory.GetFiles(Path.Combine(state + ".d", "runs", id)).Select(Path.GetFileName));
    }

    [Fact]
    public void Submit_OfAWorkflowThatNamesItsStore_IsFoundWithoutNamingItAgain()
    {
        string file = SampleWorkflow.Write(_session.Folder, "true");
        File.AppendAllText(file, "\nmonitoring: { state_store: rkvs }\n");

        _session.Run("Submit-BatchWorkflow $args[0] -WhatIf", file).DemandSuccess();
        Assert.False(Directory.Exists(_session.State));
        string id = _session.Run("(Submit-BatchWorkflow $args[0]).Id", file).One().ToString();

        Assert.Equal([id], _session.Run("(Get-BatchStatus).Id").DemandSuccess().Texts);
        Assert.True(File.Exists(Path.Combine(_session.State, "state.db")));
    }

    [Fact]
    public void Submit_OfAWorkflowThatWantsAnotherStoreThanTheFolders_IsRefused()
    {
        string file = SampleWorkflow.Write(_session.Folder, "true");
        _session.Run("Submit-BatchWorkflow $args[0]", file).DemandSuccess();
        File.AppendAllText(file, "\nmonitoring: { state_store: rkvs }\n");

        Assert.Equal(["BatchWorkflow.State.OtherStore"], _session.Run("Submit-BatchWorkflow $args[0]", file).ErrorIds);
    }

    [Fact]
    public void StatePath_WithAPassword_IsRefusedAndNotShown()
    {
        Outcome outcome = _session.Run("Get-BatchStatus -StatePath 'postgres://ann:pa55word@localhost/ops'");

        Assert.Equal(["BatchWorkflow.State.PlainSecret"], outcome.ErrorIds);
        ErrorRecord error = Assert.Single(outcome.Errors);
        Assert.DoesNotContain("pa55word", $"{error} {error.Exception} {error.ErrorDetails.RecommendedAction} {error.TargetObject}", StringComparison.Ordinal);
    }

    [Fact]
    public void StatePath_OfAServerThatIsNotThere_SaysSoAtOnce()
    {
        Outcome outcome = _session.Run("Get-BatchStatus -StatePath 'postgres://ann@/ops?host=/nonexistent'");

        Assert.Equal(["BatchWorkflow.State.Unreachable"], outcome.ErrorIds);
        Assert.Contains("postgres://ann@/ops?host=/nonexistent", outcome.Errors[0].ToString(), StringComparison.Ordinal);
    }
}
