using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace BatchWorkflow.Engine.Definitions.Binding;

/// <summary>A duration, in files a number of seconds.</summary>
/// <param name="isAbove">True when it must be above zero.</param>
internal sealed class SecondsShape(bool isAbove) : Shape<TimeSpan>
{
    private readonly NumberShape number = new(0, TimeSpan.FromDays(30).TotalSeconds, isAbove, "seconds");

    /// <inheritdoc />
    public override string Wanted => number.Wanted;

    /// <inheritdoc />
    public override bool TryRead(DefinitionNode node, Binder binder, [MaybeNullWhen(false)] out TimeSpan value)
    {
        bool read = number.TryRead(node, binder, out double seconds);
        value = read ? TimeSpan.FromSeconds(seconds) : default;
        return read;
    }

    /// <inheritdoc />
    public override JsonObject Schema() => number.Schema();

    /// <inheritdoc />
    public override JsonNode? Write(TimeSpan value) => number.Write(value.TotalSeconds);
}
