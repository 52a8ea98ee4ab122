using System.Management.Automation;
using BatchWorkflow.Engine.Views;
using BatchWorkflow.PowerShell.Completion;

namespace BatchWorkflow.PowerShell.Pipeline;

/// <summary>A cmdlet for runs that are there.</summary>
public abstract class RunCmdlet : EngineCmdlet
{
    private bool _hasWarned;

    /// <summary>The ids of the runs; any unique part of one will do.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("RunId", "BatchId")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RunIdCompleter))]
    public string[]? Id { get; set; }

    /// <summary>True when the newest run of this folder's workflow is meant where no id is given.</summary>
    private protected abstract bool TakesNewest { get; }

    /// <summary>What is done for each run, by its whole id.</summary>
    private protected abstract Task ProcessRunAsync(string id);

    /// <summary>What is done when no id is given and the newest is not meant.</summary>
    private protected virtual Task ProcessNoRunAsync() =>
        throw new BatchWorkflowException("Run.Missing", "Which run? Give its -Id; Get-BatchStatus lists them.");

    /// <inheritdoc />
    private protected override async Task ProcessItemAsync()
    {
        if (!_hasWarned && Engine.Warning is { } warning)
            Post(() => WriteWarning(warning));
        _hasWarned = true;
        if (Id is { } ids)
        {
            foreach (string id in ids)
                await TryAsync(async () => await ProcessRunAsync(await Engine.ResolveIdAsync(id, StopToken)), id);
        }
        else if (TakesNewest)
        {
            await ProcessRunAsync(await NewestAsync());
        }
        else
        {
            await ProcessNoRunAsync();
        }
    }

    private void PassOver(UnreadableRun run) => Post(() => WriteWarning($"Run {run.Id} is passed over: {run.Why.Message}"));

    private async Task<string> NewestAsync()
    {
        string folder = await CallAsync(() => Folder);
        string id = await Engine.NewestInFolderAsync(folder, PassOver, StopToken)
            ?? throw new BatchWorkflowException("Run.NotFound", $"No workflow of the folder '{folder}' has a run.")
            {
                RecommendedAction = "Give the -Id of a run; Get-BatchStatus lists them.",
            };
        Inform($"Run {id}, the newest of this folder.");
        return id;
    }
}
