using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace BatchWorkflow.Engine.Definitions.Binding;

/// <summary>A map whose keys the author chooses.</summary>
/// <param name="item">What each value is.</param>
/// <param name="key">What a key must look like, or null for any.</param>
/// <param name="rule">The same for people.</param>
internal sealed class MapShape<T>(Shape<T> item, Regex? key = null, string rule = Names.Rule) : Shape<IReadOnlyDictionary<string, T>>
{
    /// <inheritdoc />
    public override string Wanted => "a map";

    /// <inheritdoc />
    public override bool TryRead(DefinitionNode node, Binder binder, [MaybeNullWhen(false)] out IReadOnlyDictionary<string, T> value)
    {
        value = null;
        if (node is not MapNode map)
        {
            binder.Refuse(node, Wanted);
            return false;
        }
        Dictionary<string, T> entries = new(map.Entries.Count);
        foreach (MapEntry entry in map.Entries)
        {
            binder.Enter(entry.Key);
            bool isText = ControlCharacters.CheckKey(entry, binder);
            if (isText && key?.IsMatch(entry.Key) == false)
                binder.Add("Definition.Name", entry.KeyLocation, $"The name \"{entry.Key}\" cannot be used.", rule);
            if (isText && item.TryRead(entry.Value, binder, out T? read))
                entries[entry.Key] = read;
            binder.Leave();
        }
        value = entries;
        return true;
    }

    /// <inheritdoc />
    public override JsonObject Schema()
    {
        JsonObject schema = new() { ["type"] = "object" };
        if (key is null)
        {
            schema["additionalProperties"] = TemplateShapes.Or(item.Schema());
            return schema;
        }
        schema["patternProperties"] = new JsonObject { [key.ToString()] = TemplateShapes.Or(item.Schema()) };
        schema["additionalProperties"] = false;
        return schema;
    }
}
