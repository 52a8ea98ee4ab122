using YamlDotNet.Core.Events;

namespace BatchWorkflow.Engine.Definitions.Reading;

/// <summary>The anchors of a YAML text, and how much their aliases may stand for in all.</summary>
internal sealed class YamlAnchors(TreeBuilder builder)
{
    private readonly Dictionary<string, Measured?> anchors = [];
    private long nodes;
    private long characters;

    /// <summary>Notes that the node of an anchor has begun.</summary>
    public void Open(NodeEvent start)
    {
        if (!start.Anchor.IsEmpty)
            anchors[start.Anchor.Value] = null;
    }

    /// <summary>Keeps the node of an anchor.</summary>
    public Measured Keep(NodeEvent e, Measured node)
    {
        if (!e.Anchor.IsEmpty)
            anchors[e.Anchor.Value] = node;
        return node;
    }

    /// <summary>What an alias stands for.</summary>
    public Measured Find(string name, SourceLocation at)
    {
        if (!anchors.TryGetValue(name, out Measured? found))
            throw new UnreadableTextException("Definition.Alias", at, $"No anchor &{name} stands before the alias *{name}.",
                NearestName.Hint(name, anchors.Keys));
        if (found is not { } node)
            throw new UnreadableTextException("Definition.Alias", at, $"The alias *{name} stands inside its own anchor.");
        builder.Fit(node.Height, at);
        Expand(node, at);
        return node;
    }

    /// <summary>Adds the entries of a merge key that the map does not have itself.</summary>
    public static void Merge(Measured value, List<MapEntry> entries, Dictionary<string, SourceLocation> seen)
    {
        IReadOnlyList<DefinitionNode> sources = value.Node is ListNode list ? list.Items : [value.Node];
        foreach (DefinitionNode source in sources)
        {
            if (source is not MapNode map)
                throw new UnreadableTextException("Definition.Merge", source.Location, "A merge key (<<) takes a map or a list of maps.");
            foreach (MapEntry entry in map.Entries)
            {
                if (seen.TryAdd(entry.Key, entry.KeyLocation))
                    entries.Add(entry);
            }
        }
    }

    private void Expand(Measured node, SourceLocation at)
    {
        nodes += node.Nodes;
        characters += node.Characters;
        if (nodes > DefinitionLimits.AliasNodes)
            throw new UnreadableTextException("Definition.TooLarge", at,
                $"The aliases of this file stand for more than {DefinitionLimits.AliasNodes} values.", "Repeat less through aliases.");
        if (characters > DefinitionLimits.AliasCharacters)
            throw new UnreadableTextException("Definition.TooLarge", at,
                $"The aliases of this file stand for more than {DefinitionLimits.AliasCharacters} characters.", "Repeat less through aliases.");
        builder.Count(node.Nodes, at);
    }
}
