using System.Management.Automation;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.PowerShell.Definitions;
using BatchWorkflow.PowerShell.Pipeline;
using BatchWorkflow.PowerShell.Running;
using BatchWorkflow.PowerShell.Viewing;

namespace BatchWorkflow.PowerShell;

/// <summary>Plans a workflow and runs it, in the foreground or as a job.</summary>
[Cmdlet(VerbsLifecycle.Submit, "BatchWorkflow", DefaultParameterSetName = FileSet, SupportsShouldProcess = true)]
[OutputType(typeof(BatchRun), typeof(Plan), typeof(Job), typeof(bool))]
public sealed class SubmitBatchWorkflow : DefinitionCmdlet
{
    /// <summary>The parameter set of a plan.</summary>
    private const string PlanSet = "Plan";

    /// <summary>A plan of New-BatchPlan; refused when what it was made from has changed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PlanSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public Plan? Plan { get; set; }

    /// <summary>Checks the definition, emits true, and does nothing else.</summary>
    [Parameter]
    public SwitchParameter Validate { get; set; }

    /// <summary>Emits the plan and changes nothing, as -WhatIf does.</summary>
    [Parameter]
    public SwitchParameter DryRun { get; set; }

    /// <summary>Shows the run's lines as they come.</summary>
    [Parameter]
    public SwitchParameter Watch { get; set; }

    /// <summary>Works as a job of this process and emits the job.</summary>
    [Parameter]
    public SwitchParameter AsJob { get; set; }

    /// <summary>Refuses instead of waiting when another run holds a server.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    /// <summary>Makes a submit that is repeated give the first run in place of a second one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? IdempotencyKey { get; set; }

    /// <summary>How many seconds a stopped run may go on with what it has under way.</summary>
    [Parameter]
    [ValidateRange(0, 86400)]
    public int StopTimeout { get; set; } = 30;

    /// <inheritdoc />
    private protected override async Task ProcessItemAsync()
    {
        if (Plan is { } settled)
            PlannedAlready.Refuse(settled, MyInvocation.BoundParameters.Keys, Variables);
        if (Validate)
        {
            await DemandValidAsync();
            await EmitAsync(true);
            return;
        }
        bool onlyTell = DryRun || await CallAsync(() => IsWhatIf);
        Plan plan = Plan ?? await PlanAsync(refresh: !onlyTell);
        foreach (Problem warning in plan.Warnings)
            Post(() => WriteWarning((warning with { IsWarning = false }).ToString()));
        if (onlyTell)
            await EmitAsync(PlanView.Of(plan, Host));
        else if (await MayAsync($"{plan.Workflow} on {plan.Infrastructure}: {PlanView.Summary(plan)}", "Submit"))
            await TryAsync(() => RunAsync(plan), plan);
    }

    private Task RunAsync(Plan plan)
    {
        RunRequest request = new()
        {
            Start = (engine, options, cancellationToken) => engine.SubmitAsync(plan, options, cancellationToken),
            Options = new RunOptions { NoWait = NoWait, Secrets = Variables.Secrets, IdempotencyKey = IdempotencyKey },
            Watch = Watch,
            StopTimeout = TimeSpan.FromSeconds(StopTimeout),
            StatePath = StatePath is null ? null : Engine.Location,
        };
        return AsJob ? Work.AsJobAsync(this, TakeEngine(), request) : Work.InForegroundAsync(this, Engine, request);
    }
}
