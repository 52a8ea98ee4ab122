using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace BatchWorkflow.PowerShell.Completion;

/// <summary>Completes the gates of a run that wait for an answer.</summary>
public sealed class GateCompleter : IArgumentCompleter
{
    /// <inheritdoc />
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.Find(wordToComplete, fakeBoundParameters, async (engine, folder, cancellationToken) =>
            await NamesInUse.RunAsync(engine, folder, fakeBoundParameters, cancellationToken) is { } run
                ? [.. run.Gates.Select(g => new Completion(g.Gate, g.Message ?? "waits for an answer"))]
                : []);
}
