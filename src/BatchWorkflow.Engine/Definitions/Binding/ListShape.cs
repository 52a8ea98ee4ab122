using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace BatchWorkflow.Engine.Definitions.Binding;

/// <summary>A list.</summary>
/// <param name="item">What each item is.</param>
/// <param name="blank">What stands in for an item that cannot be used, so that the places of the others stay theirs.</param>
/// <param name="unique">True when no item may stand in it twice.</param>
/// <param name="least">How many items it has at least.</param>
internal sealed class ListShape<T>(Shape<T> item, T blank, bool unique = false, int least = 0) : Shape<IReadOnlyList<T>>
    where T : notnull
{
    /// <inheritdoc />
    public override string Wanted => "a list";

    /// <inheritdoc />
    public override bool TryRead(DefinitionNode node, Binder binder, [MaybeNullWhen(false)] out IReadOnlyList<T> value)
    {
        value = null;
        if (node is not ListNode list)
        {
            binder.Refuse(node, Wanted, node is ScalarNode { Value: not null } ? "Make it a list, even of one." : null);
            return false;
        }
        List<T> items = new(list.Items.Count);
        Dictionary<T, DefinitionNode>? seen = unique ? new() : null;
        for (int i = 0; i < list.Items.Count; i++)
        {
            binder.Enter(i);
            T read = item.TryRead(list.Items[i], binder, out T? found) ? found : blank;
            items.Add(read);
            if (seen is not null && !read.Equals(blank) && !seen.TryAdd(read, list.Items[i]))
                binder.Add("Definition.Duplicate", list.Items[i].Location, $"{binder.Path} names {Name(read)} a second time{First(seen[read])}.", "Remove one of them.");
            binder.Leave();
        }
        if (items.Count < least)
            binder.Add(Binder.Form, node.Location, $"{binder.Subject} is empty: it needs at least {(least == 1 ? "one item" : $"{least} items")}.");
        value = items;
        return true;
    }

    /// <inheritdoc />
    public override JsonObject Schema()
    {
        JsonObject schema = new() { ["type"] = "array", ["items"] = TemplateShapes.Or(item.Schema()) };
        if (unique)
            schema["uniqueItems"] = true;
        if (least > 0)
            schema["minItems"] = least;
        return schema;
    }

    /// <inheritdoc />
    public override JsonNode? Write(IReadOnlyList<T> value) => new JsonArray([.. value.Select(item.Write)]);

    private string? Name(T value) => item.Write(value)?.ToString() ?? value.ToString();

    private static string First(DefinitionNode first) =>
        first.Location.Line == 0 ? "" : $"; it stands at line {first.Location.Line}, column {first.Location.Column} too";
}
