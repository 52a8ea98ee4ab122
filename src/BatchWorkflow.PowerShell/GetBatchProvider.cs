using System.Management.Automation;
using BatchWorkflow.PowerShell.Completion;
using BatchWorkflow.PowerShell.Pipeline;

namespace BatchWorkflow.PowerShell;

/// <summary>Lists the providers that are there, from where, in which version.</summary>
[Cmdlet(VerbsCommon.Get, "BatchProvider")]
[OutputType(typeof(BatchProviderInfo))]
public sealed class GetBatchProvider : EngineCmdlet
{
    /// <summary>Names or wildcards; without them all are listed.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <inheritdoc />
    private protected override async Task ProcessItemAsync()
    {
        IReadOnlyList<BatchProviderInfo> providers = Engine.Providers();
        foreach (string name in Name)
        {
            List<BatchProviderInfo> matching = [.. providers.Where(p => new WildcardPattern(name, WildcardOptions.IgnoreCase).IsMatch(p.Name))];
            if (matching.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
                await TryAsync(() => throw new BatchWorkflowException("Provider.NotFound", $"There is no provider '{name}'."), name);
            foreach (BatchProviderInfo provider in matching)
                await EmitAsync(provider);
        }
    }
}
