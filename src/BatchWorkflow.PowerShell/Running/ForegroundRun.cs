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

    // Asked while the run begins: once Ctrl+C was pressed a host may give no answer.
    private readonly int _width = Screen.Width(host);

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
        using SecondPress press = new(time);
        RunProgress progress = new(cmdlet);
        while (!run.Completion.IsCompleted && !cmdlet.StopToken.IsCancellationRequested)
        {
            progress.Show(run.Snapshot());
            await Task.WhenAny(run.Completion, Task.Delay(Interval, time, cmdlet.StopToken));
        }
        progress.End();
        return run.Completion.IsCompleted ? await run.Completion : await StopAsync(run, press);
    }

    private async Task<BatchRun> StopAsync(ActiveRun run, SecondPress press)
    {
        press.Arm();
        run.Stop("Ctrl+C");
        Say($"Stopping. {RunLines.StillRunning(run.Snapshot())}. Nothing new starts.");
        Say($"Ctrl+C again ends what runs now; after {Durations.Text(request.StopTimeout)} it is ended anyway.");
        Say($"To go on later: {RunLines.ResumeCommand(run.Id, request.StatePath)}");
        await Task.WhenAny(run.Completion, press.Pressed, Task.Delay(request.StopTimeout, time));
        if (!run.Completion.IsCompleted)
        {
            Say($"{RunLines.StillRunning(run.Snapshot())}; ending them.");
            await run.LetGoAsync();
        }
        BatchRun last = await run.Completion;
        Say($"Run {last.Id} is {last.Status}.");
        return last;
    }

    /// <summary>A stopping pipeline takes no more output, so this goes straight to the screen.</summary>
    private void Say(string text)
    {
        foreach (string line in LineFeeds.Wrap(text, _width))
            host?.UI?.WriteLine(line);
    }
}
