using System.Diagnostics;
using BatchWorkflow.Engine;

namespace BatchWorkflow.EndToEnd.Tests;

/// <summary>A workflow that somebody submits and undoes by the Shell host.</summary>
/// <param name="shell">The Shell host.</param>
/// <param name="state">The state's folder.</param>
/// <param name="words">What follows Submit-BatchWorkflow: the workflow's file, and parameters.</param>
internal sealed class ShellWorkflow(Shell shell, string state, params string[] words)
{
    /// <summary>Begins to submit it.</summary>
    public Process Start() => shell.Start(["Submit-BatchWorkflow", .. words]);

    /// <summary>Submits it, which has to succeed.</summary>
    public async Task<BatchRun> SubmitAsync()
    {
        await RunAsync(["Submit-BatchWorkflow", .. words]);
        BatchRun run = await NewestAsync();
        Assert.Equal(RunStatus.Succeeded, run.Status);
        return run;
    }

    /// <summary>Undoes a run, which has to succeed.</summary>
    public Task UndoAsync(BatchRun run) => RunAsync("Invoke-BatchRollback", run.Id, "-Force");

    /// <summary>The newest run.</summary>
    public async Task<BatchRun> NewestAsync()
    {
        await using BatchEngine engine = new(new EngineOptions { StatePath = state });
        BatchRun newest = await engine.ListAsync(run => Assert.Fail(run.ToString()), CancellationToken.None).FirstAsync();
        return await engine.GetAsync(newest.Id, CancellationToken.None);
    }

    private async Task RunAsync(params string[] command)
    {
        RunnerEnd end = await shell.RunAsync(command);
        Assert.True(end.Code == 0, end.Output + end.Errors);
    }
}
