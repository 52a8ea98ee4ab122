using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using System.Management.Automation.Host;
using BatchWorkflow.Engine;
using BatchWorkflow.Engine.Running;

namespace BatchWorkflow.PowerShell.Running;

/// <summary>A run as a job of this process. Its output is the run at its end; its lines are on the information stream.</summary>
internal sealed class BatchJob : Job, IRunObserver
{
    private readonly BatchEngine _engine;
    private readonly RunRequest _request;
    private readonly LastWords _words;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ActiveRun? _run;
    private volatile bool _isOver;

    public BatchJob(BatchEngine engine, string command, RunRequest request, PSHost host)
        : base(command)
    {
        _words = new LastWords(host);
        _engine = engine;
        _request = request;
        PSJobTypeName = "BatchWorkflow";
    }

    public override bool HasMoreData => Output.Count + Error.Count + Information.Count + Warning.Count > 0;

    public override string Location => "localhost";

    public override string StatusMessage => _run?.Snapshot() is { } run ? $"{run.Status}, {run.StepsDone} of {run.Steps} steps" : "";

    public void Line(BatchLogEntry entry, string text)
    {
        InformationRecord record = new(text, entry.Step ?? entry.RunId);
        record.Tags.AddRange(["BatchWorkflow", entry.Level.ToString()]);
        Information.Add(record);
    }

    /// <summary>Takes over a run that the engine works on.</summary>
    public void Attach(ActiveRun run)
    {
        _run = run;
        Name = run.Id;
        SetJobState(JobState.Running);
        _ = Task.Run(() => FollowAsync(run));
    }

    public override void StopJob()
    {
        // A job may be removed by whoever hears that it has ended, on the very thread that says so.
        if (_run is not { } run || _isOver)
            return;
        SetJobState(JobState.Stopping);
        run.Stop("Stop-Job");
        if (!run.Completion.Wait(_request.StopTimeout))
            run.LetGoAsync().Wait();
        _ended.Task.Wait();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            StopJob();
        base.Dispose(disposing);
    }

    [SuppressMessage("Design", "CA1031", Justification = "A job tells what went wrong by its error stream and its state.")]
    private async Task FollowAsync(ActiveRun run)
    {
        using TerminationSignals signals = new(() => { }, TimeProvider.System);
        JobState end = JobState.Failed;
        try
        {
            await using (_engine)
            await using (run)
            {
                await Task.WhenAny(run.Completion, signals.Heard);
                BatchRun last = run.Completion.IsCompleted
                    ? await run.Completion
                    : await new GracefulStop(run, _request, _words, TimeProvider.System).StopAsync(signals.Name, signals.HeardAgain);
                await TellAsync(last);
                end = _request.IsFailure(last) ? JobState.Failed : JobState.Completed;
            }
        }
        catch (Exception e)
        {
            Error.Add(new ErrorRecord(e, "BatchWorkflow.Run.Broken", ErrorCategory.NotSpecified, run.Id));
        }
        _isOver = true;
        SetJobState(JobStateInfo.State == JobState.Stopping ? JobState.Stopped : end);
        _ended.SetResult();
    }

    private async Task TellAsync(BatchRun last)
    {
        Output.Add(PSObject.AsPSObject(last));
        foreach (string warning in last.Warnings)
            Warning.Add(new WarningRecord(warning));
        if (_request.IsFailure(last))
            Error.Add(await RunFailure.DescribeAsync(_engine, last, host: null, CancellationToken.None));
    }
}
