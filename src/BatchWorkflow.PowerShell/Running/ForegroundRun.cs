using System.Management.Automation;
using System.Management.Automation.Host;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.Engine.Views;
using BatchWorkflow.PowerShell.Pipeline;
using BatchWorkflow.PowerShell.Viewing;

namespace BatchWorkflow.PowerShell.Running;

/// <summary>A run in the foreground of a cmdlet: its lines, its progress, and Ctrl+C.</summary>
internal sealed class ForegroundRun(EngineCmdlet cmdlet, RunRequest request, PSHost? host, TimeProvider time) : IRunObserver
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    // Made while the run begins: once Ctrl+C was pressed a host may not tell its width.
    private readonly LastWords _words = new(host);

    public void Line(BatchLogEntry entry, string text)
    {
        if (request.Watch)
            cmdlet.Inform(text);
        else
            cmdlet.Post(() => cmdlet.WriteInformation(text, ["BatchWorkflow", entry.Level.ToString()]));
    }

    /// <summary>Stays with the run until this process has nothing more to do for it.</summary>
    public async Task<BatchRun> FollowAsync(ActiveRun run)
    {
        TerminationSignals signals = cmdlet.HearSignals();
        using SecondPress press = new(time);
        RunProgress progress = new(cmdlet);
        while (!run.Completion.IsCompleted && !cmdlet.StopToken.IsCancellationRequested)
        {
            progress.Show(run.Snapshot());
            await Task.WhenAny(run.Completion, Task.Delay(Interval, time, cmdlet.StopToken));
        }
        progress.End();
        if (run.Completion.IsCompleted)
            return await run.Completion;
        press.Arm();
        return await new GracefulStop(run, request, _words, time).StopAsync(signals.Name, Task.WhenAny(press.Pressed, signals.Name is null ? signals.Heard : signals.HeardAgain));
    }
}
