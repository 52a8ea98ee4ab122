using System.Management.Automation;
using BatchWorkflow.Engine.Definitions;
using BatchWorkflow.PowerShell.Completion;
using BatchWorkflow.PowerShell.Pipeline;

namespace BatchWorkflow.PowerShell;

/// <summary>Lists the taskservs that a workflow in a folder would find, from where, in which version.</summary>
[Cmdlet(VerbsCommon.Get, "BatchTaskserv")]
[OutputType(typeof(BatchTaskservInfo))]
public sealed class GetBatchTaskserv : EngineCmdlet
{
    /// <summary>Names or wildcards; without them all are listed.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(TaskservCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <summary>The folder of the workflow; by default the current one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = ".";

    /// <inheritdoc />
    private protected override async Task ProcessItemAsync()
    {
        string folder = await CallAsync(() => FullPath(Path));
        IReadOnlyList<BatchTaskservInfo> taskservs = Engine.Taskservs(folder);
        foreach (string name in Name)
        {
            List<BatchTaskservInfo> matching = [.. taskservs.Where(t => new WildcardPattern(name, WildcardOptions.IgnoreCase).IsMatch(t.Name))];
            if (matching.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
                await TryAsync(() => throw NotFound(folder, name, [.. taskservs.Select(t => t.Name)]), name);
            foreach (BatchTaskservInfo taskserv in matching)
                await EmitAsync(taskserv);
        }
    }

    private static BatchWorkflowException NotFound(string folder, string name, string[] known) =>
        new("Taskserv.NotFound", $"A workflow in '{folder}' finds no taskserv '{name}'.")
        {
            RecommendedAction = NearestName.Hint(name, known) ?? $"Get-BatchTaskserv lists those that it finds; a folder taskservs/{name} adds one.",
        };
}
