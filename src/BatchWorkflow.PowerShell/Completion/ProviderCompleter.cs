using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace BatchWorkflow.PowerShell.Completion;

/// <summary>Completes the names of providers.</summary>
public sealed class ProviderCompleter : IArgumentCompleter
{
    /// <inheritdoc />
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.Find(wordToComplete, fakeBoundParameters, (engine, _, _) =>
            Task.FromResult<IReadOnlyList<Completion>>([.. engine.Providers().Select(p => new Completion(p.Name, p.Description))]));
}
