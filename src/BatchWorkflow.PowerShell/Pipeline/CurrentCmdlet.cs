using System.Management.Automation;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.Engine.Views;

namespace BatchWorkflow.PowerShell.Pipeline;

/// <summary>A cmdlet that goes forward with a run, by the run's own copies of its files or by today's.</summary>
public abstract class CurrentCmdlet : WorkCmdlet
{
    /// <summary>Takes today's definition and scripts in place of the run's own copies, after showing what differs.</summary>
    [Parameter]
    public SwitchParameter UseCurrent { get; set; }

    /// <summary>Today's files, once it was shown how they differ; null when the run keeps its own. Under -WhatIf the differences are emitted.</summary>
    /// <param name="id">The run.</param>
    /// <param name="restart">What a restart is asked for; null for a resumption.</param>
    private protected async Task<CurrentFiles?> CompareAsync(string id, RestartOptions? restart)
    {
        if (!UseCurrent)
            return null;
        CurrentFiles current = await Engine.CompareAsync(id, restart, StopToken);
        foreach (Problem warning in current.Warnings)
            Post(() => WriteWarning((warning with { IsWarning = false }).ToString()));
        if (current.Changes.Count > 0 && await CallAsync(() => IsWhatIf))
            foreach (BatchChange change in current.Changes)
                await EmitAsync(change);
        else
            foreach (string line in ChangesText.Lines(id, current.Changes))
                Inform(line);
        return current;
    }

    /// <summary>What is told before it begins: "Run k7q2 by today's files: 2 changed, 1 added".</summary>
    private protected static string Target(string id, CurrentFiles? current) =>
        current is null ? $"Run {id}" : $"Run {id} by today's files: {ChangesText.Summary(current.Changes)}";
}
