using System.Text.Json.Nodes;

namespace BatchWorkflow.Engine.Definitions.Binding;

/// <summary>A field of a record: its key in files and what it says there.</summary>
internal abstract class Field<T>(string name, string description, bool required)
{
    /// <summary>The key.</summary>
    public string Name => name;

    /// <summary>What the field is, for editors.</summary>
    public string Description => description;

    /// <summary>True when it may not be missing.</summary>
    public bool Required => required;

    /// <summary>The record with the field as the node has it.</summary>
    public abstract T Read(T record, DefinitionNode node, Binder binder);

    /// <summary>The JSON Schema of the field, with its default from a record that has only defaults.</summary>
    public abstract JsonObject Schema(T defaults);
}

/// <summary>A field of a record.</summary>
/// <param name="name">The key.</param>
/// <param name="shape">What it may be.</param>
/// <param name="get">Its value in a record, or null when it has no default.</param>
/// <param name="set">A record with another value of it.</param>
internal sealed class Field<T, TValue>(
    (string Name, string Description, bool Required) name,
    Shape<TValue> shape,
    Func<T, TValue>? get,
    Func<T, TValue, T> set) : Field<T>(name.Name, name.Description, name.Required)
{
    /// <inheritdoc />
    public override T Read(T record, DefinitionNode node, Binder binder) =>
        shape.TryRead(node, binder, out TValue? value) ? set(record, value) : record;

    /// <inheritdoc />
    public override JsonObject Schema(T defaults)
    {
        JsonObject schema = TemplateShapes.Or(shape.Schema());
        schema["description"] = Description;
        if (get is not null && get(defaults) is { } value && shape.Write(value) is { } written)
            schema["default"] = written;
        return schema;
    }
}
