using BatchWorkflow.Engine.Running;
using BatchWorkflow.Engine.Views;

namespace BatchWorkflow.PowerShell.Running;

/// <summary>Stops a run that this process works on: what runs may end within the stop time-out, unless it is asked again.</summary>
internal sealed class GracefulStop(ActiveRun run, RunRequest request, LastWords words, TimeProvider time)
{
    /// <summary>Stops the run, and says what still runs and how to go on.</summary>
    /// <param name="signal">The signal that asked for it; null for Ctrl+C.</param>
    /// <param name="again">Ends when it is asked for again.</param>
    public async Task<BatchRun> StopAsync(string? signal, Task again)
    {
        string cause = signal ?? "Ctrl+C";
        run.Stop(cause);
        words.Say($"{(signal is null ? "" : signal + ": ")}Stopping. {RunLines.StillRunning(run.Snapshot())}. Nothing new starts.");
        words.Say($"{(signal is null ? "Ctrl+C again" : $"Another {signal}")} ends what runs now; after {Durations.Text(request.StopTimeout)} it is ended anyway.");
        words.Say($"To go on later: {RunLines.ResumeCommand(run.Id, request.StatePath)}");
        await Task.WhenAny(run.Completion, again, Task.Delay(request.StopTimeout, time));
        if (!run.Completion.IsCompleted)
        {
            words.Say($"{RunLines.StillRunning(run.Snapshot())}; ending them.");
            await run.LetGoAsync();
        }
        BatchRun last = await run.Completion;
        words.Say($"Run {last.Id} is {last.Status}.");
        return last;
    }
}
