using BatchWorkflow.Engine.Definitions;

namespace BatchWorkflow.Engine.Tests.Definitions;

/// <summary>Changes one place of a tree: another value, a key less, a key more, a key of another name, an item less or twice.</summary>
internal sealed class TreeMutation(Random random)
{
    private static readonly SourceLocation At = new("mutated", 0, 0);

    private static readonly object?[] Scalars =
        [null, true, false, 0L, -1L, 1L, 7L, 5000L, 1.5, -0.5, 1e12, "", "x", "a b", "true", "create", "gate", "taskserv", "json", "file", "postgres", "hard", "*"];

    private static readonly string[] Keys = ["name", "id", "type", "items", "target", "unknown", "a b", "provider", "command", "batch_size", "zone", "timeout"];

    private int left;

    public DefinitionNode Apply(DefinitionNode root)
    {
        left = random.Next(Count(root));
        return Visit(root);
    }

    private DefinitionNode Visit(DefinitionNode node)
    {
        if (left-- == 0)
            return Change(node);
        return node switch
        {
            MapNode map => new MapNode(At, [.. map.Entries.Select(e => e with { Value = Visit(e.Value) })]),
            ListNode list => new ListNode(At, [.. list.Items.Select(Visit)]),
            _ => node,
        };
    }

    private DefinitionNode Change(DefinitionNode node) => (node, random.Next(4)) switch
    {
        (MapNode { Entries.Count: > 0 } map, 1) => new MapNode(At, [.. map.Entries.Except([map.Entries[random.Next(map.Entries.Count)]])]),
        (MapNode map, 2) => Add(map, Scalar()),
        (MapNode { Entries.Count: > 0 } map, 3) => Add(map, map.Entries[random.Next(map.Entries.Count)].Value),
        (ListNode { Items.Count: > 0 } list, 1) => new ListNode(At, [.. list.Items.Skip(1)]),
        (ListNode { Items.Count: > 0 } list, 2) => new ListNode(At, [.. list.Items, list.Items[0]]),
        (ListNode list, 3) => new ListNode(At, [.. list.Items, Scalar()]),
        _ => random.Next(6) switch
        {
            0 => new MapNode(At, []),
            1 => new ListNode(At, []),
            2 => new ListNode(At, [Scalar()]),
            _ => Scalar(),
        },
    };

    private MapNode Add(MapNode map, DefinitionNode value)
    {
        string key = Keys[random.Next(Keys.Length)];
        return new MapNode(At, [.. map.Entries.Where(e => e.Key != key), new MapEntry(key, At, value)]);
    }

    private ScalarNode Scalar() => new(At, Scalars[random.Next(Scalars.Length)]);

    private static int Count(DefinitionNode node) => 1 + node switch
    {
        MapNode map => map.Entries.Sum(e => Count(e.Value)),
        ListNode list => list.Items.Sum(Count),
        _ => 0,
    };
}
