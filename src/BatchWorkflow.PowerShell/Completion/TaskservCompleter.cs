using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace BatchWorkflow.PowerShell.Completion;

/// <summary>Completes the names of taskservs that a workflow in the current folder would find.</summary>
public sealed class TaskservCompleter : IArgumentCompleter
{
    /// <inheritdoc />
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.Find(wordToComplete, fakeBoundParameters, (engine, folder, _) =>
            Task.FromResult<IReadOnlyList<Completion>>([.. engine.Taskservs(folder).Select(t => new Completion(t.Name, t.Description ?? t.Folder))]));
}
