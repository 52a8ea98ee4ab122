using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace BatchWorkflow.Engine.Definitions.Binding;

/// <summary>An expression; an empty one is none.</summary>
internal sealed class ExpressionShape : ScalarShape<string?>
{
    /// <inheritdoc />
    public override string Wanted => "an expression as text";

    /// <inheritdoc />
    public override JsonObject Schema() => new() { ["type"] = new JsonArray("string", "null") };

    /// <inheritdoc />
    protected override bool Scanned => false;

    /// <inheritdoc />
    protected override bool TryConvert(object? value, [MaybeNullWhen(false)] out string? converted)
    {
        converted = string.IsNullOrWhiteSpace(value as string) ? null : (string)value;
        return value is null or string;
    }
}
