using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace BatchWorkflow.Engine.Definitions.Binding;

/// <summary>true or false.</summary>
internal sealed class SwitchShape : ScalarShape<bool>
{
    /// <inheritdoc />
    public override string Wanted => "true or false";

    /// <inheritdoc />
    public override JsonObject Schema() => new() { ["type"] = "boolean" };

    /// <inheritdoc />
    public override JsonNode? Write(bool value) => value;

    /// <inheritdoc />
    protected override bool TryConvert(object? value, [MaybeNullWhen(false)] out bool converted)
    {
        converted = value is true;
        return value is bool;
    }

    /// <inheritdoc />
    protected override string? Hint(object? value) => (value as string)?.ToUpperInvariant() switch
    {
        "YES" or "ON" or "TRUE" => "Write true.",
        "NO" or "OFF" or "FALSE" => "Write false.",
        _ => base.Hint(value),
    };
}
