using System.Diagnostics.CodeAnalysis;

namespace BatchWorkflow.Engine.Definitions.Binding;

/// <summary>A value that is one scalar.</summary>
internal abstract class ScalarShape<T> : Shape<T>
{
    /// <inheritdoc />
    public sealed override bool TryRead(DefinitionNode node, Binder binder, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        if (node is not ScalarNode scalar)
        {
            binder.Refuse(node, Wanted);
            return false;
        }
        if (scalar.Value is TemplateText text)
        {
            TemplateShapes.RefuseUnknown(text, scalar.Location, binder);
            return false;
        }
        if (!ControlCharacters.Check(scalar, binder) || !Later.Check(scalar, binder))
            return false;
        if (TryConvert(scalar.Value, out value))
            return true;
        binder.Refuse(node, Wanted, Hint(scalar.Value));
        return Rescue(scalar.Value, out value);
    }

    /// <summary>The value, or false when it does not fit.</summary>
    protected abstract bool TryConvert(object? value, [MaybeNullWhen(false)] out T converted);

    /// <summary>How a wrong value may be mended.</summary>
    protected virtual string? Hint(object? value) => value is null ? "Give it a value, or remove the key." : null;

    /// <summary>What may be gone on with though the value is wrong, so that one mistake does not make others.</summary>
    protected virtual bool Rescue(object? value, [MaybeNullWhen(false)] out T rescued)
    {
        rescued = default;
        return false;
    }
}
