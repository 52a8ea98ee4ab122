using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace BatchWorkflow.Engine.Definitions.Binding;

/// <summary>A number in a range that may have a fraction.</summary>
/// <param name="least">The least value.</param>
/// <param name="most">The greatest value.</param>
/// <param name="isAbove">True when the value must be above the least.</param>
/// <param name="unit">What is counted.</param>
internal sealed class NumberShape(double least, double most, bool isAbove, string unit) : ScalarShape<double>
{
    /// <inheritdoc />
    public override string Wanted => $"a number of {unit} {(isAbove ? "above" : "from")} {least} {(isAbove ? "and at most" : "to")} {most}";

    /// <inheritdoc />
    public override JsonObject Schema() =>
        new() { ["type"] = "number", [isAbove ? "exclusiveMinimum" : "minimum"] = Write(least), ["maximum"] = Write(most) };

    /// <inheritdoc />
    public override JsonNode? Write(double value) => Math.Floor(value) == value ? (long)value : value;

    /// <inheritdoc />
    protected override bool TryConvert(object? value, [MaybeNullWhen(false)] out double converted)
    {
        converted = value switch { long whole => whole, double real => real, _ => double.NaN };
        return converted <= most && (isAbove ? converted > least : converted >= least);
    }

    /// <inheritdoc />
    protected override string? Hint(object? value) =>
        value is string text && double.TryParse(text, out _) ? "Write it without quotes." : base.Hint(value);
}
