using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace BatchWorkflow.Engine.Definitions.Binding;

/// <summary>
/// What a value of a definition may be: the one description from which both the reading of files and their JSON Schemas come.
/// </summary>
internal abstract class Shape<T>
{
    /// <summary>What is wanted, as it follows "must be".</summary>
    public abstract string Wanted { get; }

    /// <summary>Reads a value; false when nothing of it can be used. What is wrong goes to the binder either way.</summary>
    public abstract bool TryRead(DefinitionNode node, Binder binder, [MaybeNullWhen(false)] out T value);

    /// <summary>The JSON Schema of the value.</summary>
    public abstract JsonObject Schema();

    /// <summary>A value as it stands in files, for the schema's default; null when that says nothing.</summary>
    public virtual JsonNode? Write(T value) => null;
}
