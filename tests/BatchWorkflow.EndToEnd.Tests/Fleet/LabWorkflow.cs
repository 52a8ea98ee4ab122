using System.Diagnostics;
using BatchWorkflow.Engine;
using BatchWorkflow.TestKit;

namespace BatchWorkflow.EndToEnd.Tests.Fleet;

/// <summary>A workflow that is run on the hosts of a lab by the Shell host, as somebody there does.</summary>
internal sealed class LabWorkflow
{
    private readonly Lab lab;
    private readonly string state, workflow;
    private readonly Shell shell;

    /// <param name="lab">The hosts.</param>
    /// <param name="state">The state's folder.</param>
    /// <param name="workflow">The workflow's file.</param>
    /// <param name="variables">Environment variables, each as NAME=value.</param>
    public LabWorkflow(Lab lab, string state, string workflow, params string[] variables)
    {
        (this.lab, this.state, this.workflow) = (lab, state, workflow);
        shell = new Shell(state, [.. lab.Within, .. variables]);
    }

    /// <summary>Begins to submit it.</summary>
    public Process Start() => shell.Start("Submit-BatchWorkflow", workflow);

    /// <summary>Submits it, which has to succeed.</summary>
    public async Task<BatchRun> SubmitAsync()
    {
        await RunAsync("Submit-BatchWorkflow", workflow);
        BatchRun run = await NewestAsync();
        Assert.Equal(RunStatus.Succeeded, run.Status);
        return run;
    }

    /// <summary>Undoes a run, and compares the hosts with what they were before.</summary>
    public async Task UndoAsync(BatchRun run, HostSnapshot[] before)
    {
        await RunAsync("Invoke-BatchRollback", run.Id, "-Force");
        for (int host = 0; host < before.Length; host++)
        {
            Assert.Contains(before[host].Of("process"), process => process.Contains("sshd", StringComparison.Ordinal));
            IReadOnlyList<string> left = await LeftOnAsync(lab.Hosts[host], before[host]);
            Assert.True(left.Count == 0, $"{lab.Hosts[host].Name}:\n{string.Join('\n', left)}");
        }
    }

    /// <summary>The newest run.</summary>
    public async Task<BatchRun> NewestAsync()
    {
        await using BatchEngine engine = new(new EngineOptions { StatePath = state });
        BatchRun newest = await engine.ListAsync(run => Assert.Fail(run.ToString()), CancellationToken.None).FirstAsync();
        return await engine.GetAsync(newest.Id, CancellationToken.None);
    }

    /// <summary>What differs on a host; sshd may take a moment to see that nobody is connected any more.</summary>
    private static async Task<IReadOnlyList<string>> LeftOnAsync(LabHost host, HostSnapshot before)
    {
        IReadOnlyList<string> left = (await HostSnapshot.OfAsync(host)).Since(before);
        for (int look = 0; look < 5 && left.Count > 0; look++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
            left = (await HostSnapshot.OfAsync(host)).Since(before);
        }
        return left;
    }

    private async Task RunAsync(params string[] words)
    {
        RunnerEnd end = await shell.RunAsync(words);
        Assert.True(end.Code == 0, end.Output + end.Errors);
    }
}
