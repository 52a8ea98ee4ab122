using System.Globalization;
using BatchWorkflow.Engine.Definitions;

namespace BatchWorkflow.Engine.Templating;

/// <summary>Free values out of a definition's tree, and back into one.</summary>
internal static class TreeValues
{
    /// <summary>The value of a node; texts that are templates as <see cref="TemplateText"/>.</summary>
    public static object? Of(DefinitionNode node) => node switch
    {
        MapNode map => map.Entries.ToDictionary(e => e.Key, e => Of(e.Value), StringComparer.Ordinal),
        ListNode list => list.Items.Select(Of).ToList(),
        ScalarNode { Value: string text } when TemplateMarks.AreIn(text) => new TemplateText(text),
        ScalarNode scalar => scalar.Value,
        _ => throw new ArgumentException($"A definition has no {node.GetType().Name}.", nameof(node)),
    };

    /// <summary>A value as a node at a place.</summary>
    public static DefinitionNode ToNode(object? value, SourceLocation at) => value switch
    {
        IReadOnlyDictionary<string, object?> map => new MapNode(at, [.. map.Select(e => new MapEntry(e.Key, at, ToNode(e.Value, at)))]),
        string text => new ScalarNode(at, text),
        IEnumerable<object?> list => new ListNode(at, [.. list.Select(i => ToNode(i, at))]),
        null or bool or long or double or TemplateText => new ScalarNode(at, value),
        _ => new ScalarNode(at, Convert.ToString(value, CultureInfo.InvariantCulture)),
    };
}
