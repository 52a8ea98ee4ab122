using System.Management.Automation;
using BatchWorkflow.Engine;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.PowerShell.Pipeline;

namespace BatchWorkflow.PowerShell.Running;

/// <summary>What Submit, Resume, Restart and Rollback have in common: a run is taken up, followed, and told.</summary>
internal static class Work
{
    /// <summary>Works on a run in the foreground and emits it at its end; one that has failed is an error as well.</summary>
    public static async Task InForegroundAsync(EngineCmdlet cmdlet, BatchEngine engine, RunRequest request)
    {
        cmdlet.HearSignals();
        ForegroundRun foreground = new(cmdlet, request, cmdlet.Host, TimeProvider.System);
        await using ActiveRun run = await request.Start(engine, request.Options with { Observer = foreground }, cmdlet.StopToken);
        cmdlet.Post(() => cmdlet.WriteVerbose($"Run {run.Id}, its state in '{engine.Location}'."));
        BatchRun last = await foreground.FollowAsync(run);
        foreach (string warning in last.Warnings)
            cmdlet.Post(() => cmdlet.WriteWarning(warning));
        await cmdlet.CallAsync(() => cmdlet.WriteObject(last));
        if (!request.IsFailure(last))
            return;
        ErrorRecord failure = await RunFailure.DescribeAsync(engine, last, cmdlet.Host, cmdlet.StopToken);
        await cmdlet.CallAsync(() => cmdlet.WriteError(failure));
    }

    /// <summary>Works on a run as a job of this process and emits the job.</summary>
    public static async Task AsJobAsync(EngineCmdlet cmdlet, BatchEngine engine, RunRequest request)
    {
        BatchJob job = new(engine, cmdlet.MyInvocation.Line.Trim(), request, cmdlet.Host);
        try
        {
            ActiveRun run = await request.Start(engine, request.Options with { Observer = job }, cmdlet.StopToken);
            job.Attach(run);
        }
        catch
        {
            job.Dispose();
            await engine.DisposeAsync();
            throw;
        }
        await cmdlet.CallAsync(() =>
        {
            cmdlet.JobRepository.Add(job);
            cmdlet.WriteObject(job);
        });
    }
}
