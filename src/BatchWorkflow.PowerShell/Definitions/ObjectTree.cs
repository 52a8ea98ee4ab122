using System.Collections;
using System.Globalization;
using System.Management.Automation;
using BatchWorkflow.Engine.Definitions;
using BatchWorkflow.Engine.Definitions.Reading;

namespace BatchWorkflow.PowerShell.Definitions;

/// <summary>Turns a hashtable, a dictionary or an object with properties into a tree; its places are paths such as -Definition.operations[0].id.</summary>
internal sealed class ObjectTree
{
    private const int MostNodes = 100_000;
    private const int MostProblems = 100;
    private readonly List<Problem> _problems = [];
    private readonly HashSet<object> _open = new(ReferenceEqualityComparer.Instance);
    private int _nodes;

    /// <summary>True once there is more than a definition may have, or more wrong with it than helps: nothing more is read then.</summary>
    private bool IsFull => _nodes > MostNodes || _problems.Count >= MostProblems;

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
        if (depth > DefinitionLimits.Depth)
            return Refuse(place, $"The definition nests deeper than {DefinitionLimits.Depth} levels.", "Put less inside one another.");
        if (++_nodes > MostNodes)
            return _nodes == MostNodes + 1 ? Refuse(place, $"The definition has more than {MostNodes} values.", "Does a hashtable hold another one many times?") : new ScalarNode(place, null);
        PSObject? wrapper = value as PSObject;
        return (wrapper?.BaseObject ?? value) switch
        {
            null => new ScalarNode(place, null),
            string { Length: > DefinitionLimits.ScalarLength } => Refuse(place, $"The text is longer than {DefinitionLimits.ScalarLength} characters.", "Keep large content in a file of a taskserv."),
            string or bool or long or double => new ScalarNode(place, wrapper?.BaseObject ?? value),
            char or Enum or Guid or Uri or Version => new ScalarNode(place, (wrapper?.BaseObject ?? value)!.ToString()),
            int or short or byte or uint or ushort or sbyte => new ScalarNode(place, Convert.ToInt64(wrapper?.BaseObject ?? value, CultureInfo.InvariantCulture)),
            float single => new ScalarNode(place, Convert.ToDouble(single)),
            decimal or ulong => Number(Convert.ToDecimal(wrapper?.BaseObject ?? value, CultureInfo.InvariantCulture), place),
            IDictionary map => Within(map, place, () => Map(map, place, depth)),
            IEnumerable list => Within(list, place, () => List(list, place, depth)),
            PSCustomObject => Within(wrapper!, place, () => Properties(wrapper!, place, depth)),
            { } other => Refuse(place, $"A {other.GetType().Name} is no value of a definition.", "Use strings, numbers, booleans, hashtables and arrays."),
        };
    }

    private ScalarNode Number(decimal number, SourceLocation place) => ExactNumber.Of(number) is { } exact
        ? new ScalarNode(place, exact)
        : Refuse(place, ExactNumber.Refusal, ExactNumber.Hint);

    /// <summary>The node of a map or list, unless it is being read already. Its own code may run as it is read, and fail.</summary>
    private DefinitionNode Within(object container, SourceLocation place, Func<DefinitionNode> read)
    {
        if (!_open.Add(container))
            return Refuse(place, "A hashtable or an array of the definition holds itself here.", "Give a copy of what is meant.");
        DefinitionNode node = TryRead(place, read) ?? new ScalarNode(place, null);
        _open.Remove(container);
        return node;
    }

    /// <summary>What an object's own code gives; null, and a problem at its path, when that code fails.</summary>
    private T? TryRead<T>(SourceLocation place, Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
#pragma warning disable CA1031 // Whatever an object of the caller throws is a problem of the definition.
        catch (Exception e) when (e is not OutOfMemoryException)
#pragma warning restore CA1031
        {
            Refuse(place, $"It cannot be read: {FirstLine(e.GetBaseException().Message)}", "Give plain strings, numbers, booleans, hashtables and arrays.");
            return null;
        }
    }

    private ListNode List(IEnumerable list, SourceLocation place, int depth)
    {
        List<DefinitionNode> items = [];
        foreach (object? item in list)
        {
            items.Add(Node(item, $"{place.File}[{items.Count}]", depth + 1));
            if (IsFull)
                break;
        }
        return new ListNode(place, items);
    }

    private MapNode Map(IDictionary map, SourceLocation place, int depth)
    {
        List<MapEntry> entries = [];
        foreach (DictionaryEntry entry in map)
        {
            if (KeyOf(entry.Key) is not { } key)
                Refuse(place, "A key of it is no text.", "Use texts as keys.");
            else
                Add(entries, key, () => entry.Value, place, depth);
            if (IsFull)
                break;
        }
        return new MapNode(place, entries);
    }

    /// <summary>A key as text; null for an object that is none.</summary>
    private static string? KeyOf(object key) => (key is PSObject wrapper ? wrapper.BaseObject : key) switch
    {
        string text => text,
        char or bool or Enum or Guid or Version => key.ToString(),
        IConvertible number => number.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    private MapNode Properties(PSObject value, SourceLocation place, int depth)
    {
        List<MapEntry> entries = [];
        foreach (PSPropertyInfo property in value.Properties.TakeWhile(_ => !IsFull))
            Add(entries, property.Name, () => property.Value, place, depth);
        return new MapNode(place, entries);
    }

    private void Add(List<MapEntry> entries, string key, Func<object?> read, SourceLocation parent, int depth)
    {
        SourceLocation place = new($"{parent.File}.{(key.Length <= DefinitionLimits.KeyLength ? key : key[..40] + "…")}", 0, 0);
        if (key.Length is 0 or > DefinitionLimits.KeyLength)
            Refuse(place, key.Length == 0 ? "A key is empty." : $"A key is longer than {DefinitionLimits.KeyLength} characters.", "Give it another name.");
        else if (TryRead(place, () => new object?[] { read() }) is [var value])
            entries.Add(new MapEntry(key, place, Node(value, place.File!, depth + 1)));
    }

    private ScalarNode Refuse(SourceLocation place, string message, string hint)
    {
        _problems.Add(new Problem { Code = "Definition.WrongType", Message = message, Hint = hint, Location = place });
        return new ScalarNode(place, null);
    }

    private static string FirstLine(string message)
    {
        string line = message.ReplaceLineEndings("\n").Split('\n', 2)[0].TrimEnd('.');
        return (line.Length <= 200 ? line : line[..200] + "…") + ".";
    }
}
