namespace BatchWorkflow.PowerShell.Tests;

public sealed class ShellTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, "-Command", "1 + 1")]
    [InlineData(1, "-Command", "Get-Command no-such-command")]
    [InlineData(0, "-Command", "Get-Command no-such-command -ErrorAction SilentlyContinue; 1")]
    [InlineData(1, "-Command", "throw 'no'")]
    [InlineData(7, "-Command", "exit 7")]
    [InlineData(2, "-NoSuchOption")]
    [InlineData(2, "-File", "no-such-file.ps1")]
    [InlineData(2, "No-SuchCommand")]
    [InlineData(2, "Get-BatchStatus", "-NoSuchParameter")]
    [InlineData(0, "-NoProfile", "Get-BatchProvider")]
    public async Task ExitCode_OfACommand_SaysHowItWent(int expected, params string[] words) =>
        Assert.Equal(expected, (await ShellProcess.RunAsync(_folder, words)).ExitCode);

    [Fact]
    public async Task File_WithArguments_BindsThemAndKeepsItsExitCode()
    {
        string script = _folder.Write("a script.ps1", "param([int] $Number, [string] $Text, [switch] $On) \"$Number|$Text|$On\"; exit $Number");

        ShellProcess.Result result = await ShellProcess.RunAsync(_folder, "-File", script, "-Number", "3", "-Text", "a b; $x", "-On");

        Assert.Equal((3, "3|a b; $x|True"), (result.ExitCode, result.Output.Trim()));
    }

    [Fact]
    public async Task Errors_Redirected_AreConciseAndPlainAndOnStandardError()
    {
        ShellProcess.Result result = await ShellProcess.RunAsync(_folder, "-Command", "Get-BatchProvider nobody; 'after'");

        Assert.Equal("after", result.Output.Trim());
        Assert.Equal("Get-BatchProvider: There is no provider 'nobody'.", result.Error.Trim());
    }

    [Fact]
    public async Task Output_Redirected_HoldsNoControlCharacters()
    {
        ShellProcess.Result result = await ShellProcess.RunAsync(_folder, "-Command",
            "Get-BatchProvider; $host.UI.WriteLine(\"a`e[31mb`e[0m`ac\"); $PSStyle.Foreground.Red + 'red' + $PSStyle.Reset; $host.UI.WriteErrorLine(\"`e[1mx\"); "
            + "$host.UI.WriteProgress(1, [System.Management.Automation.ProgressRecord]::new(1, 'activity', 'status'))");

        Assert.Contains("local", result.Output, StringComparison.Ordinal);
        Assert.Contains("abc", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(result.Output + result.Error, c => char.IsControl(c) && c is not ('\n' or '\r'));
        Assert.DoesNotContain("activity", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Problems_Redirected_KeepTheirHints()
    {
        string file = _folder.Write("a-rather-long-name-of-a-workflow-that-takes-room-in-the-table.yaml", "name: bad\noperatoins: []\n");

        ShellProcess.Result result = await ShellProcess.RunAsync(_folder, "Test-BatchWorkflow", file, "-Detailed");

        Assert.DoesNotContain("…", result.Output, StringComparison.Ordinal);
        Assert.Contains("Did you mean operations?", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_DetailsBehindAList_AreShownByThemselves()
    {
        string file = SampleWorkflow.Write(_folder.Path, "true");

        ShellProcess.Result result = await ShellProcess.RunAsync(
            _folder, "-Command", $"$id = (Submit-BatchWorkflow '{file}').Id; Get-BatchStatus $id; Get-BatchStatus $id -Detailed; Get-BatchStatus $id");

        Assert.Contains("3 of 3 steps done", result.Output, StringComparison.Ordinal);
        Assert.Contains("install/thing@s1", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failure_OfAScriptFile_KeepsItsLines()
    {
        string file = SampleWorkflow.Write(_folder.Path, "echo it broke >&2; exit 3");
        string script = _folder.Write("deploy.ps1", $"Submit-BatchWorkflow '{file}'");

        ShellProcess.Result result = await ShellProcess.RunAsync(_folder, "-File", script);

        Assert.Matches("(?m)^.*Failed: install/thing@s1$", result.Error);
        Assert.Matches("(?m)^    \\| it broke$", result.Error);
    }

    [Fact]
    public async Task NewWorkflow_Files_AreShownInTheirFolders()
    {
        ShellProcess.Result result = await ShellProcess.RunAsync(_folder, "New-BatchWorkflow", "site");

        Assert.Contains($"Directory: {Path.Combine(_folder.Path, "site")}", result.Output, StringComparison.Ordinal);
        Assert.Matches("(?m)-rw-.* workflow.yaml", result.Output);
        DateTime written = File.GetLastWriteTimeUtc(Path.Combine(_folder.Path, "site", "taskservs", "greeting", "create.sh"));
        Assert.InRange(DateTime.UtcNow - written, TimeSpan.FromSeconds(-5), TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task Taskserv_WithAStandIn_ShowsItsDescriptionAsOneText()
    {
        _folder.Write("taskservs/dns/taskserv.yaml", "description: Answers names.\nstand_in: true\n");
        _folder.Write("taskservs/dns/create.sh", "true\n");

        ShellProcess.Result result = await ShellProcess.RunAsync(_folder, "Get-BatchTaskserv");

        Assert.Contains("stand-in; Answers names.", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("{", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Question_WithoutATerminal_FailsAndSaysWhatToGive()
    {
        ShellProcess.Result result = await ShellProcess.RunAsync(_folder, "-Command", "New-BatchWorkflow site -Confirm");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("nobody can be asked here", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "site")));
    }

    [Fact]
    public async Task Input_NoTerminal_RunsLineByLine()
    {
        ShellProcess.Result result = await ShellProcess.RunAsync(_folder, "$a = 20\n$a +\n22\nexit 4\n'never'\n", []);

        Assert.Equal((4, "42"), (result.ExitCode, result.Output.Trim()));
    }

    [Fact]
    public async Task Help_ByQuestionMark_ShowsTheSyntax()
    {
        ShellProcess.Result result = await ShellProcess.RunAsync(_folder, "Submit-BatchWorkflow", "-?");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("[-Path] <string>", result.Output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Help_OfTheShell_IsOnStandardOutput()
    {
        ShellProcess.Result result = await ShellProcess.RunAsync(_folder, "-h");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("-Command <text>", result.Output, StringComparison.Ordinal);
    }
}
