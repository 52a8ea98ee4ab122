using System.Management.Automation;

namespace BatchWorkflow.PowerShell.Tests;

/// <summary>-UseCurrent: today's files in place of a run's own copies.</summary>
public sealed class UseCurrentTests : IClassFixture<ModuleSession>
{
    private readonly ModuleSession _session;

    public UseCurrentTests(ModuleSession session)
    {
        _session = session;
        session.Renew();
    }

    [Theory]
    [InlineData("Resume-BatchWorkflow $args[0] -UseCurrent")]
    [InlineData("Restart-BatchWorkflow $args[0] install -UseCurrent")]
    [InlineData("Restart-BatchWorkflow $args[0] -FailedOnly -UseCurrent")]
    public void Verb_ScriptWasMended_ShowsWhatDiffersAndGoesOnByIt(string command)
    {
        (string file, string id) = Fail();
        Mend(file);

        Outcome outcome = _session.Run(command, id);

        Assert.Equal((id, true), (outcome.One().Properties["Id"].Value, outcome.Output[0].Properties["Succeeded"].Value));
        Assert.Empty(outcome.Warnings);
        Assert.Equal(
            [$"Today's files differ from those that run {id} keeps:", "  changed install/thing@s1 (create.sh): has failed: begins anew"],
            Shown(outcome));
    }

    [Theory]
    [InlineData("Resume-BatchWorkflow $args[0] -UseCurrent -WhatIf")]
    [InlineData("Restart-BatchWorkflow $args[0] -UseCurrent -WhatIf")]
    public void WhatIf_ScriptWasMended_EmitsWhatDiffersAndChangesNothing(string command)
    {
        (string file, string id) = Fail();
        Mend(file);
        string[] before = Everything(id);

        PSObject change = _session.Run(command, id).One();

        Assert.Equal((id, "install/thing@s1", "Changed", "has failed: begins anew"),
            (change.Properties["RunId"].Value, change.Properties["Subject"].Value, $"{change.Properties["Kind"].Value}", change.Properties["Effect"].Value));
        Assert.Equal(before, Everything(id));
        Assert.False(_session.Run("Resume-BatchWorkflow $args[0] -ErrorAction Ignore", id).Output[0].Properties["Succeeded"].Value is true);
    }

    [Fact]
    public void Resume_NothingDiffers_SaysSoAndGoesOn()
    {
        string mark = Path.Combine(_session.Folder, "there" + Guid.NewGuid().ToString("N"));
        (_, string id) = Fail($"test -f '{mark}'");
        File.WriteAllText(mark, "");

        Outcome outcome = _session.Run("Resume-BatchWorkflow $args[0] -UseCurrent", id);

        Assert.Equal(true, outcome.One().Properties["Succeeded"].Value);
        Assert.Equal([$"Today's files are those that run {id} keeps."], Shown(outcome));
    }

    [Fact]
    public void Resume_WithoutTheSwitch_WarnsAndNamesIt()
    {
        (string file, string id) = Fail();
        Mend(file);

        Outcome outcome = _session.Run("Resume-BatchWorkflow $args[0] -ErrorAction Ignore", id);

        Assert.Contains(outcome.Warnings, w => w == "What this run was made from has changed on disk: taskserv thing. The run goes on with its own copies; -UseCurrent takes today's.");
    }

    [Fact]
    public void Resume_TodaysFilesHaveProblems_TellsThemAndLeavesTheRunAsItWas()
    {
        (string file, string id) = Fail();
        File.WriteAllText(file, File.ReadAllText(file).Replace("items: [thing]", "items: [thnig]", StringComparison.Ordinal));
        string[] before = Everything(id);

        Outcome outcome = _session.Run("Resume-BatchWorkflow $args[0] -UseCurrent", id);

        Assert.Equal(["BatchWorkflow.Definition.Invalid"], outcome.ErrorIds);
        Assert.Contains("thnig", outcome.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(before, Everything(id));
    }

    [Fact]
    public void Resume_SecretOfThePrompt_IsGivenAgain()
    {
        (string file, string id) = Fail("test \"$(cat \"$BW_SECRET_TOKEN\")\" = right; test -f /nowhere", "-Variable @{ token = $args[1] }", Secret("right"));
        File.WriteAllText(Path.Combine(Path.GetDirectoryName(file)!, "taskservs", "thing", "create.sh"), "#!/bin/sh\ntest \"$(cat \"$BW_SECRET_TOKEN\")\" = right\n");

        Assert.Equal(["BatchWorkflow.Secret.Missing"], _session.Run("Resume-BatchWorkflow $args[0] -UseCurrent", id).ErrorIds);
        Assert.Equal(true, _session.Run("Resume-BatchWorkflow $args[0] -UseCurrent -Variable @{ token = $args[1] }", id, Secret("right")).One().Properties["Succeeded"].Value);
    }

    private static System.Security.SecureString Secret(string text)
    {
        System.Security.SecureString secret = new();
        foreach (char c in text)
            secret.AppendChar(c);
        return secret;
    }

    private (string File, string Id) Fail(string create = "exit 1", string more = "", object? argument = null)
    {
        string file = SampleWorkflow.Write(_session.Folder, create);
        return (file, _session.Run($"(Submit-BatchWorkflow $args[0] {more} -ErrorAction SilentlyContinue).Id", file, argument).Texts[0]);
    }

    private static void Mend(string file) =>
        File.WriteAllText(Path.Combine(Path.GetDirectoryName(file)!, "taskservs", "thing", "create.sh"), "#!/bin/sh\ntrue\n");

    /// <summary>The lines for people that are no lines of the run.</summary>
    private static List<string> Shown(Outcome outcome) =>
        [.. outcome.Information.Where(i => i.Tags.Contains("PSHOST")).Select(i => i.MessageData.ToString()!)];

    private string[] Everything(string id) =>
        [.. Directory.EnumerateFiles(Path.Combine(_session.State, "runs", id), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(f => $"{f} {File.ReadAllText(f)}")];
}
