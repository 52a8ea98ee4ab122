using System.Management.Automation;
using BatchWorkflow.Engine.Views;
using BatchWorkflow.PowerShell.Pipeline;

namespace BatchWorkflow.PowerShell.Running;

/// <summary>One progress record that follows a run.</summary>
internal sealed class RunProgress(EngineCmdlet cmdlet)
{
    private const int Activity = 1;
    private const int Width = 200;
    private string _last = "";
    private string _title = "";

    /// <summary>Shows where the run stands, when that has changed.</summary>
    public void Show(BatchRun run)
    {
        _title = $"{run.Workflow} {run.Id}";
        string status = ProgressText.Text(run, TimeProvider.System.GetUtcNow(), Width);
        if (status == _last)
            return;
        _last = status;
        ProgressRecord record = new(Activity, _title, status) { PercentComplete = run.Steps == 0 ? 0 : run.StepsDone * 100 / run.Steps };
        cmdlet.Post(() => cmdlet.WriteProgress(record));
    }

    /// <summary>Takes the record off the screen.</summary>
    public void End()
    {
        if (_last.Length > 0)
            cmdlet.Post(() => cmdlet.WriteProgress(new ProgressRecord(Activity, _title, "Done") { RecordType = ProgressRecordType.Completed }));
    }
}
