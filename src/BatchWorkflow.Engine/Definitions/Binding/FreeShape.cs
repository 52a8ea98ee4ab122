using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using BatchWorkflow.Engine.Definitions.Reading;
using BatchWorkflow.Engine.Templating;

namespace BatchWorkflow.Engine.Definitions.Binding;

/// <summary>Any value: null, text, true, false, a number, a text that is rendered later, a list or a map of these.</summary>
/// <param name="isUsed">False when nothing depends on the value yet, so that it may hold what a later version brings.</param>
internal sealed class FreeShape(bool isUsed = true) : Shape<object?>
{
    /// <inheritdoc />
    public override string Wanted => "a value";

    /// <inheritdoc />
    public override bool TryRead(DefinitionNode node, Binder binder, [MaybeNullWhen(false)] out object? value) =>
        TryRead(node, binder, 0, out value);

    /// <inheritdoc />
    public override JsonObject Schema() => [];

    private bool TryRead(DefinitionNode node, Binder binder, int depth, out object? value)
    {
        value = null;
        if (depth > DefinitionLimits.Depth)
        {
            binder.Add("Definition.TooDeep", node.Location, $"Maps and lists stand more than {DefinitionLimits.Depth} deep inside one another.");
            return false;
        }
        switch (node)
        {
            case MapNode map:
                value = Map(map, binder, depth);
                return true;
            case ListNode list:
                value = List(list, binder, depth);
                return true;
            case ScalarNode { Value: double number } when !double.IsFinite(number):
                binder.Refuse(node, "a finite number", "Put it in quotes if it is text.");
                return false;
            case ScalarNode { Value: TemplateText text }:
                value = text == TreeTemplates.Broken ? null : text;
                return true;
            case ScalarNode scalar:
                value = scalar.Value;
                return ControlCharacters.Check(scalar, binder) && (!isUsed || Later.Check(scalar, binder));
            default: throw new ArgumentException($"A definition has no {node.GetType().Name}.", nameof(node));
        }
    }

    private Dictionary<string, object?> Map(MapNode map, Binder binder, int depth)
    {
        Dictionary<string, object?> entries = new(map.Entries.Count);
        foreach (MapEntry entry in map.Entries)
        {
            binder.Enter(entry.Key);
            if (ControlCharacters.CheckKey(entry, binder) && TryRead(entry.Value, binder, depth + 1, out object? read))
                entries[entry.Key] = read;
            binder.Leave();
        }
        return entries;
    }

    private List<object?> List(ListNode list, Binder binder, int depth)
    {
        List<object?> items = new(list.Items.Count);
        for (int i = 0; i < list.Items.Count; i++)
        {
            binder.Enter(i);
            TryRead(list.Items[i], binder, depth + 1, out object? read);
            items.Add(read);
            binder.Leave();
        }
        return items;
    }
}
