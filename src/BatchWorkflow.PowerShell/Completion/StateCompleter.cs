using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace BatchWorkflow.PowerShell.Completion;

/// <summary>Completes paths of states, and how the addresses of databases begin.</summary>
public sealed class StateCompleter : IArgumentCompleter
{
    private static readonly (string Text, string Tip)[] Beginnings =
    [
        ("postgres://", "postgres://user@host/database: a PostgreSQL database"),
        ("rkvs:", "rkvs:path: one database file of any name"),
        ("file:", "file:path: the files of a folder"),
        ("env:", "env:NAME: a variable that holds the address"),
    ];

    /// <inheritdoc />
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = wordToComplete.Trim('\'', '"');
        IEnumerable<CompletionResult> beginnings = Beginnings.Where(b => b.Text.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Select(b => new CompletionResult(b.Text, b.Text, CompletionResultType.ParameterValue, b.Tip));
        return [.. CompletionCompleters.CompleteFilename(wordToComplete), .. beginnings];
    }
}
