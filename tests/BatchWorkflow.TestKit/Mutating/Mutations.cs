using System.Globalization;
using System.Text.RegularExpressions;

namespace BatchWorkflow.TestKit.Mutating;

/// <summary>
/// The seeds of a test on mutated input. A few by default; BATCHWORKFLOW_MUTATIONS says how many, and BATCHWORKFLOW_SEED with the number that a
/// failure prints plays that one again.
/// </summary>
public static partial class Mutations
{
    /// <summary>Goes through the seeds; a failure names its seed.</summary>
    /// <param name="least">How many there are when nothing is said.</param>
    /// <param name="tryAsync">What is done with each; gives what was done to the input.</param>
    public static async Task EachAsync(int least, Func<int, Task> tryAsync)
    {
        ArgumentNullException.ThrowIfNull(tryAsync);
        int? only = Number("BATCHWORKFLOW_SEED");
        int first = only ?? 1;
        int count = only is null ? Number("BATCHWORKFLOW_MUTATIONS") ?? least : 1;
        for (int seed = first; seed < first + count; seed++)
        {
            try
            {
                await tryAsync(seed);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"BATCHWORKFLOW_SEED={seed} plays this again. {e.Message}", e);
            }
        }
    }

    /// <summary>Fails for words that a person cannot read: the names of .NET's types, and what its JSON reader says.</summary>
    public static void AssertPlain(string? message)
    {
        Xunit.Assert.False(string.IsNullOrWhiteSpace(message), "There are no words.");
        Xunit.Assert.True(message.Length <= 1500, $"The message has {message.Length} characters.");
        Match found = Unreadable().Match(message);
        Xunit.Assert.False(found.Success, $"'{found.Value}' is no plain word: {message}");
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    [GeneratedRegex(@"\bSystem\.|BatchWorkflow\.(?:Engine|Jinja|PowerShell|Stores)|Path: \$|LineNumber:|BytePosition|\b\w+Exception\b|LeaseInfo|TemplateText|Object reference|\n   at |`1|YamlDotNet")]
    private static partial Regex Unreadable();
}
