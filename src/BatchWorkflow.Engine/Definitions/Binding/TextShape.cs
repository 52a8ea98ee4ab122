using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace BatchWorkflow.Engine.Definitions.Binding;

/// <summary>Text that is not empty.</summary>
/// <param name="wanted">What it is, as it follows "must be".</param>
/// <param name="pattern">What it must look like, or null for any text.</param>
internal sealed class TextShape(string wanted = "text", Regex? pattern = null) : ScalarShape<string>
{
    /// <inheritdoc />
    public override string Wanted => wanted;

    /// <inheritdoc />
    public override JsonObject Schema()
    {
        JsonObject schema = new() { ["type"] = "string", ["minLength"] = 1 };
        if (pattern is not null)
            schema["pattern"] = pattern.ToString();
        return schema;
    }

    /// <inheritdoc />
    public override JsonNode? Write(string value) => value;

    /// <inheritdoc />
    protected override bool TryConvert(object? value, [MaybeNullWhen(false)] out string converted)
    {
        converted = value as string;
        return converted is { Length: > 0 } && pattern?.IsMatch(converted) != false;
    }

    /// <inheritdoc />
    protected override string? Hint(object? value) =>
        value is bool or long or double ? "Put it in quotes if it is text." : base.Hint(value);

    /// <inheritdoc />
    protected override bool Rescue(object? value, [MaybeNullWhen(false)] out string rescued)
    {
        rescued = value as string;
        return rescued is { Length: > 0 };
    }
}
