using System.Collections;
using System.Management.Automation;

namespace BatchWorkflow.PowerShell.Tests;

public sealed class SubmitTests : IClassFixture<ModuleSession>
{
    private readonly ModuleSession _session;

    public SubmitTests(ModuleSession session)
    {
        _session = session;
        session.Renew();
    }

    [Fact]
    public void Submit_Twice_SecondChangesNothing()
    {
        string file = SampleWorkflow.Write(_session.Folder, "touch \"$BW_ROOT/thing\"", check: "test -f \"$BW_ROOT/thing\"");

        Outcome outcome = _session.Run("Submit-BatchWorkflow $args[0]; Submit-BatchWorkflow $args[0]", file).DemandSuccess();

        Assert.Equal(["Succeeded", "Succeeded"], outcome.Output.Select(r => $"{r.Properties["Status"].Value}"));
        Assert.Equal([3, 0], outcome.Output.Select(r => r.Properties["StepsChanged"].Value));
    }

    [Fact]
    public void Submit_Again_PlansStillNameTheRunThatInstalled()
    {
        string file = SampleWorkflow.Write(_session.Folder, "touch \"$BW_ROOT/thing\"", check: "test -f \"$BW_ROOT/thing\"");

        Outcome outcome = _session.Run("$first = Submit-BatchWorkflow $args[0]; [void] (Submit-BatchWorkflow $args[0]); $first.Id; (New-BatchPlan $args[0]).Steps[-1].Reason", file).DemandSuccess();

        Assert.Equal($"installed by run {outcome.Texts[0]}; its check decides", outcome.Texts[1]);
    }

    [Fact]
    public void Plan_CheckThatHangs_ShowsThatItIsWaitedForAndEndsWithTheOperationsTimeout()
    {
        string mark = Path.Combine(_session.Folder, "hang" + Guid.NewGuid().ToString("N"));
        string file = SampleWorkflow.Write(_session.Folder, "true", check: $"test ! -e '{mark}' || exec sleep 600", onFailure: "fail, timeout: 3");
        _session.Run("Submit-BatchWorkflow $args[0]", file).DemandSuccess();
        File.WriteAllText(mark, "");

        Outcome outcome = _session.Run("New-BatchPlan $args[0] -Refresh", file).DemandSuccess();

        Assert.Contains(outcome.Progress, p => p.Activity == "Planning" && p.RecordType == ProgressRecordType.Processing);
        Assert.Contains(outcome.Progress, p => p.Activity == "Planning" && p.RecordType == ProgressRecordType.Completed);
    }

    [Fact]
    public void Submit_SecretsInAMap_ReachTheScriptAsAFileAndNothingElse()
    {
        const string secret = "hunter3-hunter3";
        string file = SampleWorkflow.Write(_session.Folder, "cat \"$BW_SECRET_DEEP\"; test -z \"${BW_VAR_DEEP-}\"; echo; grep -c hunter3 \"$BW_SECRET_DEEP\"");
        File.WriteAllText(file, File.ReadAllText(file).Replace("word: plain", "deep: { a: [1, \"env:BW_TEST_DEEP\"], b: two }", StringComparison.Ordinal));
        Environment.SetEnvironmentVariable("BW_TEST_DEEP", secret);

        Outcome outcome = _session.Run("Submit-BatchWorkflow $args[0] -Watch", file).DemandSuccess();

        Assert.Contains(outcome.Information, i => $"{i.MessageData}".Contains("""{"a":[1,"***"],"b":"two"}""", StringComparison.Ordinal));
        Assert.Contains(outcome.Information, i => $"{i.MessageData}".EndsWith("stdout: 1", StringComparison.Ordinal));
        Assert.DoesNotContain(outcome.Information, i => $"{i.MessageData}".Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public void Submit_FailingStep_EmitsTheRunAndAnErrorWithTheFailureBlock()
    {
        string file = SampleWorkflow.Write(_session.Folder, "echo it broke >&2; exit 3");

        Outcome outcome = _session.Run("Submit-BatchWorkflow $args[0]; $?", file);

        Assert.Equal(["True", "False"], [outcome.Output[0].Properties["Failed"].Value.ToString(), outcome.Output[1].ToString()]);
        ErrorRecord error = Assert.Single(outcome.Errors);
        Assert.Equal(["BatchWorkflow.Run.Failed"], outcome.ErrorIds);
        Assert.Equal(ErrorCategory.InvalidResult, error.CategoryInfo.Category);
        Assert.Equal("BatchWorkflow.BatchRun", error.TargetObject.GetType().FullName);
        Assert.Equal($"{outcome.Output[0].Properties["Id"].Value}", error.CategoryInfo.TargetName);
        Assert.All(["install/thing@s1", "exit code", "| it broke", "Get-BatchLog", "Resume-BatchWorkflow"], part => Assert.Contains(part, error.Exception.Message, StringComparison.Ordinal));
    }

    /// <summary>PowerShell puts spaces for the line ends of a message, but keeps those of the recommendation.</summary>
    [Fact]
    public void Submit_FailingStep_KeepsTheBlockOutOfTheErrorsOneLine()
    {
        string file = SampleWorkflow.Write(_session.Folder, "echo it broke >&2; exit 3");

        ErrorRecord error = Assert.Single(_session.Run("Submit-BatchWorkflow $args[0]", file).Errors);

        Assert.Matches("^Run [^ ]+ of [^ ]+ is Failed: install/thing@s1 failed$", error.ErrorDetails.Message);
        string[] lines = error.ErrorDetails.RecommendedAction.Split(Environment.NewLine);
        Assert.Matches("^Resume-BatchWorkflow [^ ]+ goes on; Get-BatchLog [^ ]+ shows the whole log\\.$", lines[0]);
        Assert.Equal(["", "Failed: install/thing@s1"], lines[1..3]);
        Assert.Contains("    | it broke", lines);
    }

    [Fact]
    public void Submit_RolledBackRun_StillShowsWhatFailed()
    {
        string file = SampleWorkflow.Write(_session.Folder, "echo it broke >&2; exit 3", onFailure: "rollback");

        Outcome outcome = _session.Run("Submit-BatchWorkflow $args[0]", file);

        Assert.Equal("RolledBack", $"{outcome.Output[0].Properties["Status"].Value}");
        Assert.Contains("| it broke", Assert.Single(outcome.Errors).ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void Submit_BadDefinition_TerminatesWithAllProblems()
    {
        string file = Path.Combine(_session.Folder, "bad.yaml");
        File.WriteAllText(file, "name: bad\noperations:\n  - { id: a, type: create, target: server, itmes: [s1] }\n  - { id: b, type: crate, target: server, items: [s1] }\n");

        Outcome outcome = _session.Run("try { Submit-BatchWorkflow bad.yaml } catch { $_ }");

        ErrorRecord error = Assert.IsType<ErrorRecord>(Assert.Single(outcome.Output).BaseObject);
        Assert.StartsWith("BatchWorkflow.Definition.Invalid,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.InvalidData, error.CategoryInfo.Category);
        Assert.Matches("^bad.yaml has [0-9]+ problems\\.$", error.ErrorDetails.Message);
        string[] lines = error.ErrorDetails.RecommendedAction.Split(Environment.NewLine);
        Assert.Equal("Mend them:", lines[0]);
        Assert.Contains(lines, line => line.StartsWith("  bad.yaml:3:", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("  bad.yaml:4:", StringComparison.Ordinal));
        Assert.Contains("bad.yaml:4:", error.Exception.Message, StringComparison.Ordinal);
        Assert.True(Assert.IsAssignableFrom<ICollection>(error.TargetObject).Count >= 2);
        Assert.Equal("bad.yaml", error.CategoryInfo.TargetName);
    }

    [Fact]
    public void Submit_FileThatIsNotThere_NamesItOnce()
    {
        ErrorRecord error = Assert.Single(_session.Run("Submit-BatchWorkflow nope.yaml").Errors);

        Assert.Equal("nope.yaml: The file is not there.", error.ErrorDetails.Message);
        Assert.Empty(error.ErrorDetails.RecommendedAction);
    }

    [Theory]
    [InlineData("-WhatIf")]
    [InlineData("-DryRun")]
    public void Submit_OnlyTelling_EmitsThePlanAndChangesNothing(string how)
    {
        string file = SampleWorkflow.Write(_session.Folder, "touch \"$BW_ROOT/thing\"");
        string before = Tree(_session.State);

        PSObject plan = _session.Run($"Submit-BatchWorkflow $args[0] {how}", file).One();

        Assert.Equal("BatchWorkflow.Plan", plan.BaseObject.GetType().FullName);
        Assert.Equal(before, Tree(_session.State));
    }

    [Fact]
    public void Submit_WhatIfPreference_IsHonoured()
    {
        string file = SampleWorkflow.Write(_session.Folder, "true");

        PSObject plan = _session.Run("$WhatIfPreference = $true; try { Submit-BatchWorkflow $args[0] } finally { $WhatIfPreference = $false }", file).One();

        Assert.Equal("BatchWorkflow.Plan", plan.BaseObject.GetType().FullName);
    }

    [Fact]
    public void Submit_PlanOnThePipeline_RunsIt()
    {
        string file = SampleWorkflow.Write(_session.Folder, "true");

        Assert.True(_session.Run("New-BatchPlan $args[0] -Refresh | Submit-BatchWorkflow", file).One().Properties["Succeeded"].Value is true);
    }

    [Fact]
    public void Submit_PlanOfAnOlderFile_IsRefused()
    {
        string file = SampleWorkflow.Write(_session.Folder, "true");

        Outcome outcome = _session.Run("$plan = New-BatchPlan $args[0]; [IO.File]::AppendAllText($args[0], \"concurrency: 1`n\"); Submit-BatchWorkflow -Plan $plan", file);

        Assert.Equal(["BatchWorkflow.Plan.Changed"], outcome.ErrorIds);
        ErrorRecord error = outcome.Terminating ?? outcome.Errors[0];
        Assert.Equal("BatchWorkflow.Plan", PSObject.AsPSObject(error.TargetObject).BaseObject.GetType().FullName);
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
        Assert.Empty(outcome.Output);
    }

    [Theory]
    [InlineData("-OnFailure Continue", "-OnFailure")]
    [InlineData("-Operation make", "-Operation")]
    [InlineData("-Server s1 -WithDependencies", "-Server, -WithDependencies")]
    [InlineData("-Validate", "-Validate")]
    [InlineData("-Variable @{ word = 'other' }", "-Variable word")]
    [InlineData("-Variable @{ word = [securestring]::new() }", "-Variable word")]
    public void Submit_PlanAndAParameterThatItHasSettled_IsRefusedInWords(string parameters, string named)
    {
        string file = SampleWorkflow.Write(_session.Folder, "true");

        Outcome outcome = _session.Run($"New-BatchPlan $args[0] | Submit-BatchWorkflow {parameters}", file);

        Assert.Equal(["BatchWorkflow.Plan.Settled"], outcome.ErrorIds);
        Assert.Contains($": {named} cannot change it.", $"{outcome.Errors.SingleOrDefault() ?? outcome.Terminating}", StringComparison.Ordinal);
        Assert.Empty(outcome.Output);
        Assert.False(Directory.Exists(Path.Combine(_session.State, "runs")));
    }

    [Fact]
    public void Submit_HashtableOnThePipelineWithParameters_IsStillADefinition()
    {
        string file = SampleWorkflow.Write(_session.Folder, "true");
        string script = "@{ name = 'piped'; infrastructure = $args[0]; operations = @(@{ id = 'make'; type = 'create'; target = 'server'; items = @('s1') }) }"
            + " | Submit-BatchWorkflow -OnFailure Continue";

        Assert.True(_session.Run(script, Path.Combine(Path.GetDirectoryName(file)!, "infrastructure.yaml")).One().Properties["Succeeded"].Value is true);
    }

    [Fact]
    public void Submit_Validate_OnlyChecks()
    {
        string file = SampleWorkflow.Write(_session.Folder, "true");

        Assert.Equal(true, _session.Run("Submit-BatchWorkflow $args[0] -Validate", file).One().BaseObject);
    }

    [Fact]
    public void Submit_Lines_AreInformationAndShownByWatchOnly()
    {
        string file = SampleWorkflow.Write(_session.Folder, "echo a line of the script");

        Outcome silent = _session.Run("Submit-BatchWorkflow $args[0]", file).DemandSuccess();
        Outcome watched = _session.Run("Submit-BatchWorkflow $args[0] -Watch", file).DemandSuccess();

        Assert.Contains(silent.Information, i => i.Tags.Contains("BatchWorkflow") && !i.Tags.Contains("PSHOST") && $"{i.MessageData}".Contains("a line of the script", StringComparison.Ordinal));
        Assert.Contains(watched.Information, i => i.Tags.Contains("PSHOST") && $"{i.MessageData}".Contains("thing@s1", StringComparison.Ordinal));
        Assert.Single(watched.Output);
        Assert.Contains($" run {watched.Output[0].Properties["Id"].Value} of {watched.Output[0].Properties["Workflow"].Value} submitted by ", $"{watched.Information[0].MessageData}", StringComparison.Ordinal);
    }

    [Fact]
    public void Submit_SecretVariable_ReachesTheScriptAndNothingElse()
    {
        const string secret = "hunter2-hunter2";
        string file = SampleWorkflow.Write(_session.Folder, "echo \"the word is $(cat \"$BW_SECRET_WORD\") of $(wc -c <\"$BW_SECRET_WORD\")\"");

        Outcome outcome = _session.Run(
            "$secret = [securestring]::new(); foreach ($c in $args[1].ToCharArray()) { $secret.AppendChar($c) }; Submit-BatchWorkflow $args[0] -Watch -Variable @{ word = $secret }", file, secret).DemandSuccess();

        Assert.True(outcome.Output[0].Properties["Succeeded"].Value is true);
        Assert.Contains(outcome.Information, i => $"{i.MessageData}".Contains($"the word is *** of {secret.Length}", StringComparison.Ordinal));
        Assert.DoesNotContain(outcome.Information, i => $"{i.MessageData}".Contains(secret, StringComparison.Ordinal));
        string run = Path.Combine(_session.State, "runs", outcome.Output[0].Properties["Id"].Value.ToString()!);
        Assert.DoesNotContain(Directory.GetFiles(run, "*", SearchOption.AllDirectories), f => File.ReadAllText(f).Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public void Submit_SecretVariableTwice_ReachesTheCheckOfTheSecondPlan()
    {
        string file = SampleWorkflow.Write(_session.Folder, "touch \"$BW_ROOT/thing\"", check: "test -n \"$(cat \"$BW_SECRET_WORD\")\"; test -f \"$BW_ROOT/thing\"");

        Outcome outcome = _session.Run($"{Secret}; $file = $args[0]; 1..2 | ForEach-Object {{ Submit-BatchWorkflow $file -Variable @{{ word = $secret }} }}", file).DemandSuccess();

        Assert.Equal([3, 0], outcome.Output.Select(r => r.Properties["StepsChanged"].Value));
    }

    [Fact]
    public void Submit_OlderRefreshedPlanWithItsSecret_AsksTheChecksAgain()
    {
        string file = SampleWorkflow.Write(_session.Folder, "touch \"$BW_ROOT/thing\"", check: "test -n \"$(cat \"$BW_SECRET_WORD\")\"; test -f \"$BW_ROOT/thing\"");
        string script = $$"""
            {{Secret}}
            [void] (Submit-BatchWorkflow $args[0] -Variable @{ word = $secret })
            $plan = New-BatchPlan $args[0] -Refresh -Variable @{ word = $secret }
            ($plan | Submit-BatchWorkflow -Variable @{ word = $secret }).Succeeded
            """;

        Assert.Equal(true, _session.Run(script, file).One().BaseObject);
    }

    private const string Secret = "$secret = [securestring]::new(); foreach ($c in 'hunter2'.ToCharArray()) { $secret.AppendChar($c) }";

    private static string Tree(string folder) =>
        Directory.Exists(folder) ? string.Join('\n', Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)) : "";
}
