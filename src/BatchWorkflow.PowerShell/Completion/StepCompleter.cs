using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace BatchWorkflow.PowerShell.Completion;

/// <summary>Completes the ids of the operations and steps of a run that have not ended.</summary>
public sealed class StepCompleter : IArgumentCompleter
{
    /// <inheritdoc />
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.Find(wordToComplete, fakeBoundParameters, async (engine, folder, cancellationToken) =>
            await NamesInUse.RunAsync(engine, folder, fakeBoundParameters, cancellationToken) is { } run ? Names(run) : []);

    private static IReadOnlyList<Completion> Names(BatchRun run) =>
    [
        .. run.Operations.Where(o => o.StepsDone < o.Steps || o.Failed).Select(o => new Completion(o.Id, $"{o.Status}, {o.StepsDone} of {o.Steps} steps")),
        .. run.StepList.Where(s => !s.Done || s.Failed).Select(s => new Completion(s.Id, $"{s.Status}")),
    ];
}
