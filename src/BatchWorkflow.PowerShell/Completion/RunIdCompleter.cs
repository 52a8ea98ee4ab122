using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace BatchWorkflow.PowerShell.Completion;

/// <summary>Completes the ids of runs, newest first.</summary>
public sealed class RunIdCompleter : IArgumentCompleter
{
    private const int Most = 50;

    /// <inheritdoc />
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.Find(wordToComplete, fakeBoundParameters, async (engine, _, cancellationToken) =>
        {
            List<Completion> found = [];
            await foreach (BatchRun run in engine.ListAsync(static _ => { }, cancellationToken))
            {
                found.Add(new Completion(run.Id, $"{run.Workflow}, {run.Status}"));
                if (found.Count == Most)
                    break;
            }
            return found;
        });
}
