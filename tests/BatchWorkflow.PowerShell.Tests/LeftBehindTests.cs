using System.Text.RegularExpressions;

namespace BatchWorkflow.PowerShell.Tests;

/// <summary>A process that a script leaves behind is ended with it, and that is told.</summary>
public sealed class LeftBehindTests : IClassFixture<ModuleSession>
{
    private readonly ModuleSession _session;

    public LeftBehindTests(ModuleSession session)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc.");
        _session = session;
        session.Renew();
    }

    [Theory]
    [InlineData("nohup setsid sleep 4711 >/dev/null 2>&1 &", "sleep 4711")]
    [InlineData("sh -c 'sleep 4712; true' &", "sh -c sleep 4712; true")]
    public void Submit_ScriptLeavesAProcess_IsTheStepsReasonAndAWarningOfTheLog(string create, string command)
    {
        string id = _session.Run("(Submit-BatchWorkflow $args[0]).Id", SampleWorkflow.Write(_session.Folder, create)).Texts[0];

        string reason = _session.Run("((Get-BatchStatus $args[0]).StepList | Where-Object Id -eq install/thing@s1).Reason", id).Texts[0];
        Assert.Matches(Told(command), reason);
        Assert.Contains(_session.Run("(Get-BatchLog $args[0] -Level Warn).Message", id).Texts, line => Told(command).IsMatch(line));
    }

    [Fact]
    public void Submit_CommandLineHoldsASecret_IsMasked()
    {
        string name = "BW_TEST_" + Guid.NewGuid().ToString("N")[..8];
        Environment.SetEnvironmentVariable(name, "47114711");
        string file = SampleWorkflow.Write(_session.Folder, "word=$(cat \"$BW_SECRET_WORD\")\nsleep \"$word\" &");
        File.WriteAllText(file, File.ReadAllText(file).Replace("word: plain", $"word: env:{name}", StringComparison.Ordinal));

        string id = _session.Run("(Submit-BatchWorkflow $args[0]).Id", file).Texts[0];
        Environment.SetEnvironmentVariable(name, null);

        Assert.Contains("(sleep ***)", _session.Run("((Get-BatchStatus $args[0]).StepList | Where-Object Id -eq install/thing@s1).Reason", id).Texts[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sleep 0.01 &")]
    [InlineData("bw-daemon start thing -- sleep 4713")]
    public void Submit_ProcessEndsByItselfOrIsADaemon_NothingIsTold(string create)
    {
        string id = _session.Run("(Submit-BatchWorkflow $args[0]).Id", SampleWorkflow.Write(_session.Folder, create)).Texts[0];

        Assert.Empty(_session.Run("Get-BatchLog $args[0] -Level Warn", id).DemandSuccess().Output);
        _session.Run("Invoke-BatchRollback $args[0] -Force", id).DemandSuccess();
    }

    private static Regex Told(string command) => new(
        $@"^create\.sh left process \d+ \({Regex.Escape(command)}\) running, and the end of the script ended it\. What is to stay is started by bw-daemon start <name> -- <command>$");
}
