using System.Collections;
using System.Globalization;
using System.Management.Automation;
using BatchWorkflow.Engine.Definitions;

namespace BatchWorkflow.PowerShell.Definitions;

/// <summary>Turns a hashtable, a dictionary or an object with properties into a tree; its places are paths such as -Definition.operations[0].id.</summary>
internal sealed class ObjectTree
{
    private const int Deepest = 100;
    private const int MostNodes = 100_000;
    private readonly List<Problem> _problems = [];
    private readonly HashSet<object> _open = new(ReferenceEqualityComparer.Instance);
    private int _nodes;

    /// <summary>The tree of a definition.</summary>
    /// <exception cref="BatchWorkflowException">Something in it is no value of a definition.</exception>
    public static DefinitionNode From(object definition, string path = "-Definition")
    {
        ObjectTree tree = new();
        DefinitionNode root = tree.Node(definition, path, 0);
        if (tree._problems.Count == 0)
            return root;
        throw new BatchWorkflowException("Definition.Invalid", string.Join(Environment.NewLine, tree._problems)) { Problems = tree._problems };
    }

    private DefinitionNode Node(object? value, string path, int depth)
    {
        SourceLocation place = new(path, 0, 0);
        if (depth > Deepest)
            return Refuse(place, $"The definition nests deeper than {Deepest} levels.", "Put less inside one another.");
        if (++_nodes > MostNodes)
            return _nodes == MostNodes + 1 ? Refuse(place, $"The definition has more than {MostNodes} values.", "Does a hashtable hold another one many times?") : new ScalarNode(place, null);
        PSObject? wrapper = value as PSObject;
        return (wrapper?.BaseObject ?? value) switch
        {
            null => new ScalarNode(place, null),
            string or bool or long or double => new ScalarNode(place, wrapper?.BaseObject ?? value),
            char or Enum or Guid or Uri or Version => new ScalarNode(place, (wrapper?.BaseObject ?? value)!.ToString()),
            int or short or byte or uint or ushort or sbyte => new ScalarNode(place, Convert.ToInt64(wrapper?.BaseObject ?? value, CultureInfo.InvariantCulture)),
            float or decimal => new ScalarNode(place, Convert.ToDouble(wrapper?.BaseObject ?? value, CultureInfo.InvariantCulture)),
            IDictionary map => Within(map, place, () => Map(map, place, depth)),
            IEnumerable list => Within(list, place, () => new ListNode(place, [.. list.Cast<object?>().Select((item, i) => Node(item, $"{path}[{i}]", depth + 1))])),
            PSCustomObject => Within(wrapper!, place, () => Properties(wrapper!, place, depth)),
            { } other => Refuse(place, $"A {other.GetType().Name} is no value of a definition.", "Use strings, numbers, booleans, hashtables and arrays."),
        };
    }

    /// <summary>The node of a map or list, unless it is being read already.</summary>
    private DefinitionNode Within(object container, SourceLocation place, Func<DefinitionNode> read)
    {
        if (!_open.Add(container))
            return Refuse(place, "A hashtable or an array of the definition holds itself here.", "Give a copy of what is meant.");
        DefinitionNode node = read();
        _open.Remove(container);
        return node;
    }

    private MapNode Map(IDictionary map, SourceLocation place, int depth)
    {
        List<MapEntry> entries = [];
        foreach (DictionaryEntry entry in map)
        {
            string key = Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "";
            entries.Add(Entry(key, entry.Value, place, depth));
        }
        return new MapNode(place, entries);
    }

    private MapNode Properties(PSObject value, SourceLocation place, int depth) =>
        new(place, [.. value.Properties.Select(p => Entry(p.Name, p.Value, place, depth))]);

    private MapEntry Entry(string key, object? value, SourceLocation parent, int depth)
    {
        string path = $"{parent.File}.{key}";
        return new MapEntry(key, new SourceLocation(path, 0, 0), Node(value, path, depth + 1));
    }

    private ScalarNode Refuse(SourceLocation place, string message, string hint)
    {
        _problems.Add(new Problem { Code = "Definition.WrongType", Message = message, Hint = hint, Location = place });
        return new ScalarNode(place, null);
    }
}
