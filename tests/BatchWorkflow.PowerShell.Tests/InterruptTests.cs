using System.Diagnostics;
using System.Globalization;

namespace BatchWorkflow.PowerShell.Tests;

/// <summary>Ctrl+C as a process gets it.</summary>
public sealed class InterruptTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public InterruptTests() => Assert.SkipWhen(IgnoresInterrupts(), "SIGINT is ignored here, and so by every process that is started from here, as nohup and & of a script have it.");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Once_StepThatRunsMayEnd_ThenTheRunIsStopped()
    {
        string go = Path.Combine(_folder.Path, "go");
        string file = SampleWorkflow.Write(_folder.Path, $"touch '{go}.begun'; while [ ! -f '{go}' ]; do sleep 0.05; done", check: $"[ -f '{go}' ]", isLast: false);
        using Process process = ShellProcess.Start(_folder, "Submit-BatchWorkflow", file);

        await Signals.FileAsync(go + ".begun");
        Signals.Send(process, "INT");
        string told = await Signals.UntilAsync(process, "To go on later");
        await File.WriteAllTextAsync(go, "");
        await Signals.EndAsync(process);

        Assert.Contains("1 step still runs: install/thing@s1", told, StringComparison.Ordinal);
        Assert.Contains("Resume-BatchWorkflow ", told, StringComparison.Ordinal);
        Assert.Equal(1, process.ExitCode);
        Assert.Contains("Stopped", (await ShellProcess.RunAsync(_folder, "Get-BatchStatus")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Twice_LetsGoAtOnce_AndTheRunCanBeResumed()
    {
        string begun = Path.Combine(_folder.Path, "begun");
        string file = SampleWorkflow.Write(_folder.Path, $"[ -f '{begun}' ] && exit 0; touch '{begun}'; sleep 300");
        using Process process = ShellProcess.Start(_folder, "Submit-BatchWorkflow", file);

        await Signals.FileAsync(begun);
        Signals.Send(process, "INT");
        await Signals.UntilAsync(process, "To go on later");
        // A press within a quarter of a second counts as the same one.
        await Task.Delay(TimeSpan.FromSeconds(0.5));
        Signals.Send(process, "INT");
        await Signals.UntilAsync(process, "ending them");
        await Signals.EndAsync(process);

        Assert.Contains("Interrupted", (await ShellProcess.RunAsync(_folder, "Get-BatchStatus")).Output, StringComparison.Ordinal);
        Assert.Contains("let go of it before it was over", (await ShellProcess.RunAsync(_folder, "-Command", "(Get-BatchStatus).Reason")).Output, StringComparison.Ordinal);
        ShellProcess.Result resumed = await ShellProcess.RunAsync(_folder, "-Command", "Get-BatchStatus | Where-Object Interrupted | Resume-BatchWorkflow");
        Assert.Equal((0, ""), (resumed.ExitCode, resumed.Error));
        Assert.Contains("Succeeded", resumed.Output, StringComparison.Ordinal);
    }

    private static bool IgnoresInterrupts()
    {
        const string Ignored = "SigIgn:\t";
        const ulong Interrupt = 1 << 1;
        return OperatingSystem.IsLinux() && File.ReadLines("/proc/self/status").First(line => line.StartsWith(Ignored, StringComparison.Ordinal)) is { } line
            && (ulong.Parse(line[Ignored.Length..], NumberStyles.HexNumber, CultureInfo.InvariantCulture) & Interrupt) != 0;
    }
}
