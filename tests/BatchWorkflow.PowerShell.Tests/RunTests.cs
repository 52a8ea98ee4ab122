using System.Management.Automation;
using System.Text.Json;

namespace BatchWorkflow.PowerShell.Tests;

public sealed class RunTests : IClassFixture<ModuleSession>
{
    private readonly ModuleSession _session;

    public RunTests(ModuleSession session)
    {
        _session = session;
        session.Renew();
    }

    private string Submit(string create, string? check = null)
    {
        string file = SampleWorkflow.Write(_session.Folder, create, check);
        return _session.Run("(Submit-BatchWorkflow $args[0] -ErrorAction SilentlyContinue).Id", file).Texts[0];
    }

    [Fact]
    public void Status_UnknownIdBesideAGoodOne_IsAnErrorThatEndsNothing()
    {
        string id = Submit("true");

        Outcome outcome = _session.Run("Get-BatchStatus no-such-run, $args[0]", id);

        Assert.Equal(["BatchWorkflow.Run.NotFound"], outcome.ErrorIds);
        Assert.Equal(ErrorCategory.ObjectNotFound, outcome.Errors[0].CategoryInfo.Category);
        Assert.Equal("no-such-run", outcome.Errors[0].TargetObject);
        Assert.Equal(id, Assert.Single(outcome.Output).Properties["Id"].Value);
    }

    [Fact]
    public void Status_PartOfAnId_FindsTheRun()
    {
        string id = Submit("true");

        Assert.Equal(id, _session.Run("(Get-BatchStatus $args[0]).RunId", id[^4..]).One().BaseObject);
    }

    [Fact]
    public void Status_FailedOnThePipeline_RestartsWhatFailed()
    {
        string mark = Path.Combine(_session.Folder, "mended" + Guid.NewGuid().ToString("N"));
        string id = Submit($"test -f '{mark}'");
        File.WriteAllText(mark, "");

        PSObject run = _session.Run("Get-BatchStatus -Id $args[0] | Where-Object Failed | Restart-BatchWorkflow -FailedOnly", id).One();

        Assert.Equal((id, true), (run.Properties["Id"].Value, run.Properties["Succeeded"].Value));
    }

    [Fact]
    public void Status_Json_IsOneObjectForAnIdAndAnArrayForTheList()
    {
        string id = Submit("true");

        Outcome one = _session.Run("Get-BatchStatus $args[0] -Format Json", id).DemandSuccess();
        Outcome list = _session.Run("Get-BatchStatus -Format Json").DemandSuccess();

        using JsonDocument single = JsonDocument.Parse(string.Join('\n', one.Texts));
        using JsonDocument array = JsonDocument.Parse(string.Join('\n', list.Texts));
        Assert.Equal(id, single.RootElement.GetProperty("id").GetString());
        Assert.Contains(array.RootElement.EnumerateArray(), r => r.GetProperty("id").GetString() == id);
    }

    [Theory]
    [InlineData("Table", "install/thing@s1")]
    [InlineData("Yaml", "status: succeeded")]
    public void Status_Text_ShowsTheRun(string format, string part)
    {
        string id = Submit("true");

        Assert.Contains(part, _session.Run("Get-BatchStatus $args[0] -Format $args[1]", id, format).One().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Status_Detailed_HasStepsAndTheFailureBlock()
    {
        string id = Submit("echo it broke >&2; exit 3");

        PSObject run = _session.Run("Get-BatchStatus $args[0] -Detailed", id).One();

        Assert.Equal("BatchWorkflow.BatchRun#Detailed", run.TypeNames[0]);
        Assert.Equal(id, _session.Run("(Get-BatchStatus $args[0] -Detailed).RunId", id).One().BaseObject);
        Assert.Contains("| it broke", run.Properties["Text"].Value.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Status_ListAsText_IsOneLineARunUnlessItsDetailsAreAskedFor()
    {
        string id = Submit("true");

        string[] list = _session.Run("Get-BatchStatus -Format Table").One().ToString()!.Split('\n');

        Assert.Equal(2, list.Length);
        Assert.StartsWith("Id ", list[0], StringComparison.Ordinal);
        Assert.StartsWith(id, list[1], StringComparison.Ordinal);
        Assert.Contains("install/thing@s1", _session.Run("Get-BatchStatus -Format Table -Detailed").One().ToString(), StringComparison.Ordinal);
        Assert.Contains("install/thing@s1", _session.Run("Get-BatchStatus $args[0] -Format Table", id).One().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Status_CurrentSession_LeavesOthersOut()
    {
        string id = Submit("true");
        using ModuleSession other = new();

        Assert.Contains(id, _session.Run("(Get-BatchStatus -CurrentSession).Id").Texts);
        Assert.Empty(other.Run("Get-BatchStatus -CurrentSession -StatePath $args[0]", _session.State).DemandSuccess().Output);
        Assert.Contains(id, other.Run("(Get-BatchStatus -StatePath $args[0]).Id", _session.State).Texts);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{ \"run\": { \"id\":")]
    public void Status_SummaryIsMissingOrTorn_ListsTheRunFromItsJournal(string? summary)
    {
        string id = Submit("true");
        Break(id, "summary.json", summary);

        PSObject run = _session.Run("Get-BatchStatus").One();

        Assert.Equal((id, "Succeeded", 3), (run.Properties["Id"].Value, $"{run.Properties["Status"].Value}", run.Properties["StepsChanged"].Value));
    }

    [Fact]
    public void Status_RunsThatCannotBeRead_AreErrorsBesideTheOthers()
    {
        string[] ids = [Submit("true"), Submit("true"), Submit("true")];
        Break(ids[1], "summary.json", null);
        Break(ids[1], "journal.1.jsonl", "no journal\n");
        Break(ids[1], "checkpoint.json", null);
        Break(ids[2], "summary.json", "");
        Break(ids[2], "journal.1.jsonl", null);
        Break(ids[2], "checkpoint.json", null);

        Outcome outcome = _session.Run("Get-BatchStatus");

        Assert.Equal(ids[0], Assert.Single(outcome.Output).Properties["Id"].Value);
        Assert.Equal(new[] { ids[1], ids[2] }.Order(StringComparer.Ordinal), outcome.Errors.Select(e => (string)e.TargetObject).Order(StringComparer.Ordinal));
        Assert.All(outcome.Errors, e => Assert.Contains((string)e.TargetObject, e.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Log_RunOfTheFolderHasNoSummary_IsFoundAllTheSame()
    {
        string file = SampleWorkflow.Write(_session.Folder, "true");
        string id = _session.Run("(Submit-BatchWorkflow $args[0]).Id", file).Texts[0];
        Break(id, "summary.json", null);

        Outcome outcome = _session.Run("[void] $ExecutionContext.SessionState.Path.SetLocation($args[0]); Get-BatchLog", Path.GetDirectoryName(file)).DemandSuccess();

        Assert.Contains(outcome.Information, i => $"{i.MessageData}".Contains(id, StringComparison.Ordinal));
    }

    private void Break(string id, string file, string? text)
    {
        string path = Path.Combine(_session.State, "runs", id, file);
        if (text is null)
            File.Delete(path);
        else
            File.WriteAllText(path, text);
    }

    [Fact]
    public void Log_WithoutAnId_TakesTheNewestOfTheFolderAndSaysSo()
    {
        string file = SampleWorkflow.Write(_session.Folder, "echo a line of the script");
        string id = _session.Run("(Submit-BatchWorkflow $args[0]).Id", file).Texts[0];

        Outcome outcome = _session.Run("[void] $ExecutionContext.SessionState.Path.SetLocation($args[0]); Get-BatchLog -Operation install", Path.GetDirectoryName(file)).DemandSuccess();

        Assert.Contains(outcome.Information, i => $"{i.MessageData}".Contains(id, StringComparison.Ordinal));
        Assert.Contains(outcome.Output, l => $"{l.Properties["Message"].Value}".Contains("a line of the script", StringComparison.Ordinal));
        Assert.All(outcome.Output, l => Assert.Equal("install", l.Properties["Operation"].Value));
    }

    [Fact]
    public void Log_OfARunThatWasRestarted_BeginsEachTimeWithTheRun()
    {
        string id = Submit("exit 3");
        Outcome again = _session.Run("Restart-BatchWorkflow $args[0] -Watch -ErrorAction SilentlyContinue", id);

        Assert.Contains($" run {id} of w", $"{again.Information[0].MessageData}", StringComparison.Ordinal);
        Assert.EndsWith(": restart", $"{again.Information[0].MessageData}", StringComparison.Ordinal);
        Assert.StartsWith($"run {id} of w", _session.Run("(Get-BatchLog $args[0])[0].Message", id).One().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Log_FolderWithoutRuns_IsAnError() => Assert.Equal(["BatchWorkflow.Run.NotFound"], _session.Run("Get-BatchLog").ErrorIds);

    [Fact]
    public void Metric_OfARun_CountsItsSteps()
    {
        string id = Submit("true");

        Assert.Equal(3.0, _session.Run("(Get-BatchMetric $args[0] -Name steps_succeeded | Where-Object Operation -EQ $null).Value", id).One().BaseObject);
    }

    [Fact]
    public void Rollback_WhatIf_EmitsThePlanAndUndoesNothing()
    {
        string id = Submit("touch \"$BW_ROOT/thing\"");

        PSObject plan = _session.Run("Invoke-BatchRollback $args[0] -WhatIf", id).One();

        Assert.Equal("BatchWorkflow.Plan", plan.BaseObject.GetType().FullName);
        Assert.Equal("Succeeded", _session.Run("(Get-BatchStatus $args[0]).Status.ToString()", id).One().BaseObject);
    }

    [Fact]
    public void Rollback_WithoutForceOrAPerson_ChangesNothing()
    {
        string id = Submit("true");

        Outcome outcome = _session.Run("Invoke-BatchRollback $args[0]", id);

        Assert.Empty(outcome.Output);
        Assert.NotEmpty(outcome.ErrorIds);
        Assert.Equal("Succeeded", _session.Run("(Get-BatchStatus $args[0]).Status.ToString()", id).One().BaseObject);
    }

    [Fact]
    public void Rollback_Force_Undoes()
    {
        string id = Submit("true");

        Assert.Equal("RolledBack", $"{_session.Run("Invoke-BatchRollback $args[0] -Force", id).One().Properties["Status"].Value}");
    }

    [Fact]
    public void Rollback_Again_IsRefusedAndLeavesTheJournalAlone()
    {
        string id = Submit("true");
        string reason = _session.Run("(Invoke-BatchRollback $args[0] -Force).Reason", id).One().ToString();
        string journal = Journal(id);

        Assert.EndsWith(" asked to undo it", reason, StringComparison.Ordinal);
        Assert.Equal(["BatchWorkflow.Run.NothingToUndo"], _session.Run("Invoke-BatchRollback $args[0] -Force", id).ErrorIds);
        Assert.Equal(["BatchWorkflow.Run.NothingToUndo"], _session.Run("Invoke-BatchRollback $args[0] -WhatIf", id).ErrorIds);
        Assert.Equal(journal, Journal(id));
    }

    [Fact]
    public void Rollback_Plan_NamesTheRunAndIsNoRunOfItsOwn()
    {
        string id = Submit("true");

        Assert.StartsWith($"Undoing run {id} of ", _session.Run("(Invoke-BatchRollback $args[0] -WhatIf).Text.ToString()", id).One().ToString(), StringComparison.Ordinal);
        Assert.Equal(["BatchWorkflow.Plan.OfRollback"], _session.Run("Invoke-BatchRollback $args[0] -WhatIf | Submit-BatchWorkflow", id).ErrorIds);
    }

    private string Journal(string id) =>
        string.Concat(Directory.GetFiles(Path.Combine(_session.State, "runs", id), "journal*").Order(StringComparer.Ordinal).Select(File.ReadAllText));

    [Fact]
    public void Restart_ThatFailsAgain_TellsTheAttemptOfThisGo()
    {
        string id = Submit("exit 3");

        Outcome outcome = _session.Run("Restart-BatchWorkflow $args[0] -FailedOnly", id);

        Assert.Matches(@"attempt\s+1 of 1", Assert.Single(outcome.Errors).Exception.Message);
        Assert.Equal(2, _session.Run("(Get-BatchStatus $args[0] -Detailed).StepList[-1].Attempts", id).One().BaseObject);
    }

    [Fact]
    public void Rollback_OfAFailedRun_ThatUndoesAll_IsNoError()
    {
        string id = Submit("echo it broke >&2; exit 3");

        PSObject run = _session.Run("Invoke-BatchRollback $args[0] -Force", id).One();

        Assert.Equal(("RolledBack", true), ($"{run.Properties["Status"].Value}", run.Properties["Failed"].Value));
    }

    [Theory]
    [InlineData("-Operation instal", "BatchWorkflow.Operation.NotFound", "Did you mean install?")]
    [InlineData("-Step install/thing@s2", "BatchWorkflow.Step.NotFound", "Did you mean install/thing@s1?")]
    public void Log_OfWhatTheRunDoesNotHave_IsAnErrorWithAHint(string what, string error, string hint)
    {
        string id = Submit("true");

        Outcome outcome = _session.Run($"Get-BatchLog $args[0] {what}", id);

        Assert.Equal([error], outcome.ErrorIds);
        Assert.Equal(hint, outcome.Errors[0].ErrorDetails.RecommendedAction);
        Assert.Empty(outcome.Output);
    }

    [Fact]
    public void Wait_OnARunWhoseJournalIsBroken_IsAnErrorWithAnAction()
    {
        string id = Submit("true");
        string journal = Directory.GetFiles(Path.Combine(_session.State, "runs", id), "journal.*").Order(StringComparer.Ordinal).First();
        File.WriteAllLines(journal, File.ReadAllLines(journal).Where((_, number) => number != 2));

        Outcome outcome = _session.Run("Wait-BatchWorkflow $args[0] -Timeout 30", id);

        Assert.Equal(["BatchWorkflow.State.Unreadable"], outcome.ErrorIds);
        Assert.NotEmpty(outcome.Errors[0].ErrorDetails.RecommendedAction);
    }

    [Fact]
    public void Taskserv_ThatIsNotThere_IsAnErrorWithAHint()
    {
        string folder = Path.GetDirectoryName(SampleWorkflow.Write(_session.Folder, "true"))!;

        Outcome outcome = _session.Run("Get-BatchTaskserv thingg -Path $args[0]", folder);

        Assert.Equal(["BatchWorkflow.Taskserv.NotFound"], outcome.ErrorIds);
        Assert.Equal("Did you mean thing?", outcome.Errors[0].ErrorDetails.RecommendedAction);
    }

    [Fact]
    public void Taskserv_OfTheModule_IsFoundWhereTheFolderHasNone()
    {
        string folder = Path.GetDirectoryName(SampleWorkflow.Write(_session.Folder, "true"))!;
        Directory.CreateDirectory(Path.Combine(folder, "taskservs", "nginx"));

        Outcome outcome = _session.Run("Get-BatchTaskserv etcd, nginx -Path $args[0] | ForEach-Object { \"$($_.Name) of $($_.From): $($_.Actions)\" }", folder);

        Assert.Equal(["etcd of module: create update delete check", "nginx of workflow: "], outcome.DemandSuccess().Texts);
    }

    [Fact]
    public void Rollback_NoId_SaysThatItWantsOne() => Assert.Equal(["BatchWorkflow.Run.Missing"], _session.Run("Invoke-BatchRollback -Force").ErrorIds);

    [Fact]
    public void Remove_WhatIf_KeepsTheRunAndForceRemovesIt()
    {
        string id = Submit("true");

        Assert.Empty(_session.Run("Remove-BatchWorkflow $args[0] -Force -WhatIf", id).DemandSuccess().Output);
        Assert.Equal(id, _session.Run("(Get-BatchStatus $args[0]).Id", id).One().BaseObject);
        _session.Run("Get-BatchStatus $args[0] | Remove-BatchWorkflow -Force", id).DemandSuccess();
        Assert.Equal(["BatchWorkflow.Run.NotFound"], _session.Run("Get-BatchStatus $args[0]", id).ErrorIds);
    }

    [Fact]
    public void Wait_OnARunThatIsOver_EmitsIt()
    {
        string id = Submit("true");

        Assert.Equal("Succeeded", $"{_session.Run("Get-BatchStatus $args[0] | Wait-BatchWorkflow -Timeout 30", id).One().Properties["Status"].Value}");
    }

    [Fact]
    public void Resume_PlainVariable_IsRefused()
    {
        string id = Submit("exit 3");

        Assert.Equal(["BatchWorkflow.Variable.NotSecret"], _session.Run("Resume-BatchWorkflow $args[0] -Variable @{ x = 1 }", id).ErrorIds);
    }
}
