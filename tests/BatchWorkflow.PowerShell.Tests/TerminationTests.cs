using System.Diagnostics;

namespace BatchWorkflow.PowerShell.Tests;

/// <summary>SIGTERM and SIGHUP as a process gets them that works on a run.</summary>
public sealed class TerminationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _begun;
    private readonly string _go;

    public TerminationTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no such signals on Windows.");
        _begun = Path.Combine(_folder.Path, "begun");
        _go = Path.Combine(_folder.Path, "go");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("TERM", 15)]
    [InlineData("HUP", 1)]
    public async Task Once_StepThatRunsMayEnd_ThenTheRunIsStoppedAndTheProcessEndsByTheSignal(string signal, int number)
    {
        string file = Waiting(isLast: false);
        using Process process = ShellProcess.Start(_folder, "-Command", $"Submit-BatchWorkflow '{file}'; 'never'");

        await Signals.FileAsync(_begun);
        Signals.Send(process, signal);
        string told = await Signals.UntilAsync(process, "To go on later");
        await File.WriteAllTextAsync(_go, "");
        await Signals.UntilAsync(process, "is Stopped.");
        string more = await process.StandardOutput.ReadToEndAsync();
        await Signals.EndAsync(process);

        Assert.Contains($"SIG{signal}: Stopping. 1 step still runs: install/thing@s1", told, StringComparison.Ordinal);
        Assert.Contains($"Another SIG{signal} ends what runs now", told, StringComparison.Ordinal);
        Assert.Contains("Resume-BatchWorkflow ", told, StringComparison.Ordinal);
        Assert.DoesNotContain("never", more + await process.StandardError.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Equal(128 + number, process.ExitCode);
        await AssertResumesAsync("Stopped", $"SIG{signal}");
    }

    [Fact]
    public async Task Twice_LetsGoAtOnce_AndTheRunCanBeResumed()
    {
        using Process process = ShellProcess.Start(_folder, "Submit-BatchWorkflow", Waiting());

        await Signals.FileAsync(_begun);
        Signals.Send(process, "TERM");
        await Signals.UntilAsync(process, "To go on later");
        // Signals within a quarter of a second count as one.
        await Task.Delay(TimeSpan.FromSeconds(0.5));
        Signals.Send(process, "TERM");
        await Signals.UntilAsync(process, "ending them");
        await Signals.EndAsync(process);

        Assert.Equal(128 + 15, process.ExitCode);
        await File.WriteAllTextAsync(_go, "");
        await AssertResumesAsync("Interrupted", "let go of it before it was over");
    }

    [Fact]
    public async Task Once_StopTimeoutPasses_ScriptIsEndedAndTheRunCanBeResumed()
    {
        using Process process = ShellProcess.Start(_folder, "Submit-BatchWorkflow", Waiting(), "-StopTimeout", "1");

        await Signals.FileAsync(_begun);
        Signals.Send(process, "TERM");
        await Signals.UntilAsync(process, "ending them");
        await Signals.EndAsync(process);

        Assert.Equal(128 + 15, process.ExitCode);
        Assert.False(await ScriptRunsAsync(), "The script still runs.");
        await File.WriteAllTextAsync(_go, "");
        await AssertResumesAsync("Interrupted", "let go of it before it was over");
    }

    [Fact]
    public async Task Once_RunsAsJobs_AllAreStoppedBeforeTheProcessEnds()
    {
        string first = Waiting(isLast: false);
        string second = SampleWorkflow.Write(_folder.Path, $"touch '{_begun}.2'; while [ ! -f '{_go}' ]; do sleep 0.05; done", check: $"[ -f '{_go}' ]", isLast: false);
        using Process process = ShellProcess.Start(
            _folder, "-Command", $"$jobs = @((Submit-BatchWorkflow '{first}' -AsJob), (Submit-BatchWorkflow '{second}' -AsJob)); Wait-Job $jobs");

        await Signals.FileAsync(_begun);
        await Signals.FileAsync(_begun + ".2");
        Signals.Send(process, "TERM");
        await Signals.UntilAsync(process, "To go on later");
        await File.WriteAllTextAsync(_go, "");
        await Signals.UntilAsync(process, "is Stopped.");
        await Signals.UntilAsync(process, "is Stopped.");
        await Signals.EndAsync(process);

        Assert.Equal(128 + 15, process.ExitCode);
        ShellProcess.Result runs = await ShellProcess.RunAsync(_folder, "-Command", "(Get-BatchStatus).Status -join ' '");
        Assert.Equal("Stopped Stopped", runs.Output.Trim());
    }

    [Fact]
    public async Task Once_CheckRunsForAPlan_CheckIsEnded()
    {
        string file = SampleWorkflow.Write(_folder.Path, "exit 0", check: $"[ -f '{_go}' ] || exit 1; echo $$ >'{_begun}.new'; mv '{_begun}.new' '{_begun}'; sleep 300");
        ShellProcess.Result submitted = await ShellProcess.RunAsync(_folder, "Submit-BatchWorkflow", file);
        Assert.True(submitted.ExitCode == 0, submitted.Output + submitted.Error);
        await File.WriteAllTextAsync(_go, "");
        using Process process = ShellProcess.Start(_folder, "New-BatchPlan", file, "-Refresh");

        await Signals.FileAsync(_begun);
        Signals.Send(process, "TERM");
        await Signals.EndAsync(process);

        Assert.Equal(128 + 15, process.ExitCode);
        Assert.False(await ScriptRunsAsync(), "The check still runs.");
    }

    private string Waiting(bool isLast = true) => SampleWorkflow.Write(
        _folder.Path, $"echo $$ >'{_begun}.new'; mv '{_begun}.new' '{_begun}'; while [ ! -f '{_go}' ]; do sleep 0.05; done", check: $"[ -f '{_go}' ]", isLast: isLast);

    private async Task<bool> ScriptRunsAsync()
    {
        string status = $"/proc/{(await File.ReadAllTextAsync(_begun)).Trim()}/status";
        return File.Exists(status) && !(await File.ReadAllTextAsync(status)).Contains("State:\tZ", StringComparison.Ordinal);
    }

    private async Task AssertResumesAsync(string status, string reason)
    {
        ShellProcess.Result told = await ShellProcess.RunAsync(_folder, "-Command", "$run = Get-BatchStatus; \"$($run.Status): $($run.Reason)\"");
        Assert.StartsWith(status, told.Output, StringComparison.Ordinal);
        Assert.Contains(reason, told.Output, StringComparison.Ordinal);
        ShellProcess.Result resumed = await ShellProcess.RunAsync(_folder, "-Command", "Get-BatchStatus | Resume-BatchWorkflow");
        Assert.Equal((0, ""), (resumed.ExitCode, resumed.Error));
        Assert.Contains("Succeeded", resumed.Output, StringComparison.Ordinal);
    }
}
