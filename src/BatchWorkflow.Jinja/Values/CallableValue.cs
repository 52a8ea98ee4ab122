using BatchWorkflow.Jinja.Rendering;

namespace BatchWorkflow.Jinja.Values;

/// <summary>A value that can be called.</summary>
internal abstract class CallableValue
{
    internal abstract string TypeName { get; }

    /// <summary>The Python module of the type where messages name it; null for a built-in one.</summary>
    internal virtual string? Module => null;

    internal virtual string Repr =>
        $"<{TypeName} object at 0x{0x7f0000000000 + (System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this) * 16L):x12}>";

    internal abstract object? Call(Frame frame, CallArguments arguments);

    /// <summary>An attribute, or <see cref="Missing"/> where it has none of that name.</summary>
    internal virtual object? Attribute(Frame frame, string name) => Missing.Value;

    /// <summary>An item, or <see cref="Missing"/> where it has none.</summary>
    internal virtual object? Item(object? key) => Missing.Value;
}
