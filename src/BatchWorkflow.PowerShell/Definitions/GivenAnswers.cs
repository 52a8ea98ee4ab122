using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace BatchWorkflow.PowerShell.Definitions;

/// <summary>The answers of -Answer as text.</summary>
internal static class GivenAnswers
{
    /// <summary>Each answer by its name; one that is no single value is refused.</summary>
    public static IReadOnlyDictionary<string, string> From(IDictionary given)
    {
        Dictionary<string, string> answers = new(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in given)
        {
            string name = Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "";
            object? value = entry.Value is PSObject wrapped ? wrapped.BaseObject : entry.Value;
            answers[name] = value is string or IConvertible
                ? Convert.ToString(value, CultureInfo.InvariantCulture)!
                : throw new BatchWorkflowException("Gate.Invalid", $"-Answer: {name} must be a text, a number, $true or $false, not {(value is null ? "$null" : $"a {value.GetType().Name}")}.");
        }
        return answers;
    }
}
