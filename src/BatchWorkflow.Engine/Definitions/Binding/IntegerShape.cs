using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace BatchWorkflow.Engine.Definitions.Binding;

/// <summary>A whole number in a range.</summary>
/// <param name="least">The least value.</param>
/// <param name="most">The greatest value.</param>
/// <param name="unit">What is counted, or null.</param>
internal sealed class IntegerShape(int least, int most = int.MaxValue, string? unit = null) : ScalarShape<int>
{
    /// <inheritdoc />
    public override string Wanted =>
        $"a whole number{(unit is null ? "" : $" of {unit}")} {(most == int.MaxValue ? $"of at least {least}" : $"from {least} to {most}")}";

    /// <inheritdoc />
    public override JsonObject Schema() => new() { ["type"] = "integer", ["minimum"] = least, ["maximum"] = most };

    /// <inheritdoc />
    public override JsonNode? Write(int value) => value;

    /// <inheritdoc />
    protected override bool TryConvert(object? value, [MaybeNullWhen(false)] out int converted)
    {
        // 2.0 is a whole number to JSON Schema too.
        double number = value switch { long whole => whole, double real => real, _ => double.NaN };
        bool fits = Math.Floor(number) == number && number >= least && number <= most;
        converted = fits ? (int)number : 0;
        return fits;
    }

    /// <inheritdoc />
    protected override string? Hint(object? value) =>
        value is string text && int.TryParse(text, out _) ? "Write it without quotes." : base.Hint(value);
}
