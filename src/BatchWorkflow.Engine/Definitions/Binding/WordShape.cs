using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BatchWorkflow.Engine.Definitions.Binding;

/// <summary>One of some words.</summary>
/// <param name="words">The words with what they mean.</param>
internal sealed class WordShape<T>(IReadOnlyList<(string Word, T Meaning)> words) : ScalarShape<T>
    where T : notnull
{
    /// <inheritdoc />
    public override string Wanted => "one of " + string.Join(", ", words.Select(w => w.Word));

    /// <inheritdoc />
    public override JsonObject Schema() =>
        new() { ["type"] = "string", ["enum"] = new JsonArray([.. words.Select(w => JsonValue.Create(w.Word))]) };

    /// <inheritdoc />
    public override JsonNode? Write(T value) => words.First(w => w.Meaning.Equals(value)).Word;

    /// <inheritdoc />
    protected override bool TryConvert(object? value, [MaybeNullWhen(false)] out T converted)
    {
        foreach ((string word, T meaning) in words)
        {
            converted = meaning;
            if (value is string text && text == word)
                return true;
        }
        converted = default;
        return false;
    }

    /// <inheritdoc />
    protected override string? Hint(object? value) =>
        value is string text ? NearestName.Hint(text, words.Select(w => w.Word)) : base.Hint(value);
}

/// <summary>Makes shapes of words.</summary>
internal static class Words
{
    /// <summary>The words of an enumeration, in the form that files have.</summary>
    public static WordShape<T> Of<T>()
        where T : struct, Enum =>
        new([.. Enum.GetValues<T>().Select(v => (JsonNamingPolicy.SnakeCaseLower.ConvertName(v.ToString()), v))]);

    /// <summary>Words that mean themselves.</summary>
    public static WordShape<string> Of(params ReadOnlySpan<string> words) => new([.. words.ToArray().Select(w => (w, w))]);
}
