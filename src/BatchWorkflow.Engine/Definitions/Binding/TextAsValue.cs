using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace BatchWorkflow.Engine.Definitions.Binding;

/// <summary>Text that is kept among free values.</summary>
internal sealed class TextAsValue : Shape<object?>
{
    private readonly TextShape text = new();

    /// <inheritdoc />
    public override string Wanted => text.Wanted;

    /// <inheritdoc />
    public override bool TryRead(DefinitionNode node, Binder binder, [MaybeNullWhen(false)] out object? value)
    {
        bool read = text.TryRead(node, binder, out string? found);
        value = found;
        return read;
    }

    /// <inheritdoc />
    public override JsonObject Schema() => text.Schema();
}
