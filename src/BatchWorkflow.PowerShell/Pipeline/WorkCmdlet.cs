using System.Collections;
using System.Management.Automation;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.PowerShell.Definitions;
using BatchWorkflow.PowerShell.Running;

namespace BatchWorkflow.PowerShell.Pipeline;

/// <summary>A cmdlet that takes up a run that is there and works on it.</summary>
public abstract class WorkCmdlet : RunCmdlet
{
    /// <summary>Shows the run's lines as they come.</summary>
    [Parameter]
    public SwitchParameter Watch { get; set; }

    /// <summary>Works as a job of this process and emits the job.</summary>
    [Parameter]
    public SwitchParameter AsJob { get; set; }

    /// <summary>Refuses instead of waiting when another run holds a server.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    /// <summary>Secrets by name, each a SecureString or a PSCredential; they are never kept and so are given again.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary Variable { get; set; } = new Hashtable();

    /// <summary>How many seconds a stopped run may go on with what it has under way.</summary>
    [Parameter]
    [ValidateRange(0, 86400)]
    public int StopTimeout { get; set; } = 30;

    /// <summary>True for an end that is not what the cmdlet was asked for.</summary>
    private protected virtual bool IsFailure(BatchRun run) => run.Failed;

    /// <summary>Works on a run.</summary>
    private protected Task WorkAsync(Func<Engine.BatchEngine, RunOptions, CancellationToken, Task<ActiveRun>> start)
    {
        GivenVariables variables = GivenVariables.From(Variable);
        if (variables.Plain.Keys.FirstOrDefault(name => !variables.IsOfSecret(name)) is { } plain)
            throw new BatchWorkflowException("Variable.NotSecret", $"-Variable '{plain}' is not a secret: a run keeps the plain variables that it was submitted with.");
        RunRequest request = new()
        {
            Start = start,
            Options = new RunOptions { NoWait = NoWait, Secrets = variables.Secrets },
            IsFailure = IsFailure,
            Watch = Watch,
            StopTimeout = TimeSpan.FromSeconds(StopTimeout),
            StatePath = StatePath is null ? null : Engine.Location,
        };
        return AsJob ? Work.AsJobAsync(this, TakeEngine(), request) : Work.InForegroundAsync(this, Engine, request);
    }
}
