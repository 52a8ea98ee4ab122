using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace BatchWorkflow.Engine.Definitions.Binding;

/// <summary>A shape with one thing more to say about a value that has it.</summary>
/// <param name="inner">The shape.</param>
/// <param name="check">Says it.</param>
internal sealed class CheckedShape<T>(Shape<T> inner, Action<T, DefinitionNode, Binder> check) : Shape<T>
{
    /// <inheritdoc />
    public override string Wanted => inner.Wanted;

    /// <inheritdoc />
    public override bool TryRead(DefinitionNode node, Binder binder, [MaybeNullWhen(false)] out T value)
    {
        if (!inner.TryRead(node, binder, out value))
            return false;
        check(value, node, binder);
        return true;
    }

    /// <inheritdoc />
    public override JsonObject Schema() => inner.Schema();

    /// <inheritdoc />
    public override JsonNode? Write(T value) => inner.Write(value);
}

/// <summary>Makes checked shapes.</summary>
internal static class CheckedShapes
{
    /// <summary>Refuses values that need what a later version brings.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="what">What the value needs, with its verb, or null when it is available.</param>
    public static CheckedShape<T> NotYet<T>(this Shape<T> shape, Func<T, string?> what) =>
        new(shape, (value, node, binder) =>
        {
            if (what(value) is { } missing)
                binder.NotYet(node.Location, missing);
        });

    /// <summary>Warns of values that have no effect here.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="warning">The warning, as it follows the field's name, or null for none.</param>
    public static CheckedShape<T> Warns<T>(this Shape<T> shape, Func<T, string?> warning) =>
        new(shape, (value, node, binder) =>
        {
            if (warning(value) is { } text)
                binder.Warn("Definition.NoEffect", node.Location, $"{binder.Subject}: {text}");
        });
}
