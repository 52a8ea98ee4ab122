using System.Globalization;

namespace BatchWorkflow.Engine.Definitions.Binding;

/// <summary>Looks the place of a path up in the tree that a definition was read from.</summary>
internal static class TreePlaces
{
    /// <summary>The source map of a tree.</summary>
    public static SourceMap Of(DefinitionNode root) => new(root.Location.File, path => Find(root, path));

    private static SourceLocation? Find(DefinitionNode node, ReadOnlySpan<char> path)
    {
        if (path.Length == 0)
            return node.Location;
        if (path[0] == '[')
        {
            int end = path.IndexOf(']');
            return node is ListNode list && end > 0
                && int.TryParse(path[1..end], NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < list.Items.Count
                ? Find(list.Items[index], path[(end + 1)..])
                : null;
        }
        ReadOnlySpan<char> rest = path[0] == '.' ? path[1..] : path;
        foreach (MapEntry entry in (node as MapNode)?.Entries ?? [])
        {
            // A key may hold dots itself, so the next part decides.
            if (rest.StartsWith(entry.Key, StringComparison.Ordinal) && (rest.Length == entry.Key.Length || rest[entry.Key.Length] is '.' or '[')
                && Find(entry.Value, rest[entry.Key.Length..]) is { } found)
                return found;
        }
        return null;
    }
}
