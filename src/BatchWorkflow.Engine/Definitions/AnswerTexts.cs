using System.Globalization;

namespace BatchWorkflow.Engine.Definitions;

/// <summary>Answers to gates as text, in which form they are asked for, kept and told, and as the values that templates see.</summary>
internal static class AnswerTexts
{
    /// <summary>The text in its one form (3, 0.5, true); null when it is no answer of that type.</summary>
    public static string? Read(AnswerDefinition answer, string text) => answer.Type switch
    {
        AnswerType.Int => long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out long whole) ? whole.ToString(CultureInfo.InvariantCulture) : null,
        AnswerType.Number => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? number.ToString("R", CultureInfo.InvariantCulture) : null,
        AnswerType.Bool => bool.TryParse(text, out bool flag) ? (flag ? "true" : "false") : null,
        AnswerType.Choice => answer.Choices.Contains(text) ? text : null,
        _ => text,
    };

    /// <summary>What is wanted, as it follows "must be".</summary>
    public static string Wanted(AnswerDefinition answer) => answer.Type switch
    {
        AnswerType.Int => "a whole number",
        AnswerType.Number => "a number",
        AnswerType.Bool => "true or false",
        AnswerType.Choice => "one of " + string.Join(", ", answer.Choices),
        _ => "text",
    };

    /// <summary>The value that templates see of a text that <see cref="Read"/> gave.</summary>
    public static object Value(AnswerDefinition answer, string text) => answer.Type switch
    {
        AnswerType.Int => long.Parse(text, CultureInfo.InvariantCulture),
        AnswerType.Number => double.Parse(text, CultureInfo.InvariantCulture),
        AnswerType.Bool => text == "true",
        _ => text,
    };
}
