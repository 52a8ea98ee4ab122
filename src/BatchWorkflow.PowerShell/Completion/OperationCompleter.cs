using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace BatchWorkflow.PowerShell.Completion;

/// <summary>Completes the names of operations: of the run or the workflow file that the command names.</summary>
public sealed class OperationCompleter : IArgumentCompleter
{
    /// <inheritdoc />
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.Find(wordToComplete, fakeBoundParameters, async (engine, folder, cancellationToken) =>
            (await NamesInUse.FindAsync(engine, folder, fakeBoundParameters, cancellationToken)).Operations);
}
